#include "lab/gallery_page.hpp"
#include "shop/scratch_batch.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view mark_sql =
    "INSERT INTO gradebook_mark (sheet_id, pupil, points, grade) VALUES (?, ?, ?, ?)";
constexpr std::string_view marks_sql =
    "SELECT pupil, points, grade FROM gradebook_mark WHERE sheet_id = ? ORDER BY points DESC, pupil";

struct Mark {
  std::int64_t pupil, points;
  std::string grade;
  static constexpr auto columns = std::tuple(&Mark::pupil, &Mark::points, &Mark::grade);
};

std::string_view grade_for(std::int64_t points) {
  if (points >= 85) return "A";
  if (points >= 70) return "B";
  return points >= 50 ? "C" : "D";
}

// The points from the form, {"marks": [{"points": 71}, ..]}, or those of a mock examination.
std::vector<Mark> marks_in(const Request& request) {
  const auto given = list_in_body(request, "marks");
  std::vector<Mark> marks;
  for (std::int64_t at = 0; at < request.knobs.n(); ++at) {
    const auto row = static_cast<std::size_t>(at);
    const std::int64_t points = given ? integer_in_row((*given)[row], row, "points") : 20 + at * 37 % 81;
    marks.push_back({.pupil = at + 1, .points = points, .grade = std::string(grade_for(points))});
  }
  return marks;
}

class Gradebook {
 public:
  explicit Gradebook(Database& db) : db_(db) {
    db_.execute("INSERT INTO gradebook_sheet (title) VALUES ('preview')");
    sheet_ = db_.last_insert_id();
  }
  // A preview is not kept. The marks are deleted with their sheet.
  ~Gradebook() {
    try {
      db_.execute("DELETE FROM gradebook_sheet WHERE id = ?", sheet_);
    } catch (...) {
      // The sheet stays. It is not shown anywhere.
    }
  }
  Gradebook(const Gradebook&) = delete;
  Gradebook& operator=(const Gradebook&) = delete;

  void save(const Mark& mark) { db_.execute(mark_sql, sheet_, mark.pupil, mark.points, mark.grade); }
  std::vector<Mark> sorted() const { return db_.query<Mark>(marks_sql, sheet_); }

 private:
  Database& db_;
  std::int64_t sheet_ = 0;
};

Response run(const Request& request, Services& services) {
  Gradebook gradebook(services.db);
  for (const Mark& mark : marks_in(request)) gradebook.save(mark);
  const auto marks = gradebook.sorted();
  std::int64_t points = 0;
  Rows rows({"pupil", "points", "grade"});
  for (const Mark& mark : marks) {
    points += mark.points;
    rows.add(mark.pupil, mark.points, mark.grade);
  }
  const std::int64_t mean = marks.empty() ? 0 : points / std::ssize(marks);
  return services.page(Value::object({{"mean", mean}, {"marks", std::move(rows)}}))
      .set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage gradebook_save() {
  return {
      .summary = "a teacher enters the marks of an examination and sees the ranking",
      .why =
          "The class that stands for the gradebook saves one mark at a time, each with an INSERT and a "
          "commit "
          "of its own. A few hundred marks fit into one INSERT.",
      .knobs = {items_knob("pupils who took the examination", 640), dataset_knob()},
      .run = run,
      .labels = {{.name = "bulk-create"}},
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
