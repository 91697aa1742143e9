#include <algorithm>
#include <random>

#include "core/csv.hpp"
#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view exam_sql = "SELECT subject, held_on FROM seated_exam WHERE id = ?";
constexpr std::string_view candidates_sql =
    "SELECT number, name, school FROM seated_candidate WHERE exam_id = ? ORDER BY number LIMIT ?";
// Twelve halls.
constexpr std::string_view halls_sql = "SELECT name, seat_rows, seats_in_row FROM seating_hall ORDER BY id";

struct Exam {
  std::string subject, day;
  static constexpr auto columns = std::tuple(&Exam::subject, &Exam::day);
};

struct Candidate {
  std::int64_t number;
  std::string name, school;
  static constexpr auto columns = std::tuple(&Candidate::number, &Candidate::name, &Candidate::school);
};

struct Hall {
  std::string name;
  std::int64_t rows, seats;
  static constexpr auto columns = std::tuple(&Hall::name, &Hall::rows, &Hall::seats);
};

// Friends must not sit side by side, and the plan must be the same whenever it is printed, so the lot is
// drawn with the number of the exam.
void shuffle(std::vector<Candidate>& candidates, std::int64_t exam) {
  std::mt19937_64 lots(static_cast<std::uint64_t>(exam));
  for (std::size_t last = candidates.size(); last > 1; --last)
    std::swap(candidates[last - 1], candidates[static_cast<std::size_t>(lots() % last)]);
}

// Every second seat of every second row, hall after hall.
class Seats {
 public:
  explicit Seats(std::vector<Hall> halls) : halls_(std::move(halls)) {}

  bool are_left() const { return hall_ < halls_.size(); }
  std::string_view hall() const { return halls_[hall_].name; }
  std::string label() const {
    return std::to_string(row_) + static_cast<char>('A' + static_cast<char>(seat_ % 26));
  }

  void advance() {
    seat_ += 2;
    if (seat_ < halls_[hall_].seats) return;
    seat_ = 0;
    row_ += 2;
    if (row_ <= halls_[hall_].rows) return;
    row_ = 1;
    ++hall_;
  }

 private:
  std::vector<Hall> halls_;
  std::size_t hall_ = 0;
  std::int64_t row_ = 1, seat_ = 0;
};

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("exam");
  const auto exam = services.db.query_one<Exam>(exam_sql, id);
  if (!exam) throw NotFound("there is no exam " + std::to_string(id));
  auto candidates = services.db.query<Candidate>(candidates_sql, id, request.knobs.n());
  shuffle(candidates, id);
  Seats seats(services.db.query<Hall>(halls_sql));
  Response response;
  Csv csv(response.body);
  csv.text(exam->subject).text(exam->day).end_record();
  csv.text("hall").text("seat").text("number").text("name").text("school").end_record();
  for (const Candidate& each : candidates) {
    csv.text(seats.are_left() ? seats.hall() : "corridor").text(seats.are_left() ? seats.label() : "");
    csv.number(std::to_string(each.number)).text(each.name).text(each.school).end_record();
    if (seats.are_left()) seats.advance();
  }
  return response.set("Content-Type", "text/csv; charset=utf-8")
      .set("Content-Disposition", "attachment; filename=\"seats.csv\"")
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage exam_seating() {
  return {
      .summary = "who sits where in a final exam, drawn by lot, as a CSV file for the invigilators",
      .why =
          "Innocent: all candidates are fetched and put in a random order in code. But all of them are on "
          "the "
          "plan, the order has to be the same each time, and a shuffle takes one step for each. Halls are a "
          "table of twelve rows.",
      .knobs = {items_knob("candidates by their numbers", 1'600),
                {.name = "exam", .help = "number of the exam", .initial = 3, .minimum = 1, .maximum = 6},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
