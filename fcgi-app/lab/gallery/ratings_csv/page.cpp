#include "core/csv.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Rating {
  std::int64_t id, book_id, stars;
  std::string given_at;
  static constexpr auto columns =
      std::tuple(&Rating::id, &Rating::book_id, &Rating::stars, &Rating::given_at);
};

constexpr std::string_view ratings_sql =
    "SELECT id, book_id, rating, created_at FROM review ORDER BY id LIMIT ?";
constexpr std::size_t piece_bytes = 16'384;

// Collects the lines of a few kilobytes and sends them.
class Export {
 public:
  explicit Export(Sink& sink) : sink_(sink) {
    Csv(piece_).text("review").text("book").text("stars").text("given at").end_record();
  }

  void add(const Rating& rating) {
    Csv(piece_)
        .number(std::to_string(rating.id))
        .number(std::to_string(rating.book_id))
        .number(std::to_string(rating.stars))
        .text(rating.given_at)
        .end_record();
    if (is_first_ || piece_.size() >= piece_bytes) send();
    is_first_ = false;
  }

  void send() {
    sink_.write(piece_);
    sink_.flush();
    piece_.clear();
  }

 private:
  Sink& sink_;
  std::string piece_;
  bool is_first_ = true;
};

Response run(const Request& request, Services& services) {
  Response response;
  response.set("Content-Type", "text/csv; charset=utf-8")
      .set("Content-Disposition", "attachment; filename=\"ratings.csv\"")
      .set("Cache-Control", "private, no-store")
      .set("X-Accel-Buffering", "no");
  response.producer = [&services, n = request.knobs.n()](Sink& sink) {
    Export file(sink);
    services.db.each<Rating>(
        ratings_sql,
        [&](const Rating& rating) {
          file.add(rating);
          return true;
        },
        n);
    file.send();
  };
  return response;
}

}  // namespace

GalleryPage ratings_csv() {
  return {
      .summary = "all ratings as a CSV file, for a university's study",
      .why = "The file is long, but its first line leaves at once, and at most 16 KB of it are in memory.",
      .knobs = {{.name = "n",
                 .help = "ratings in the file, at most all that are stored",
                 .initial = 10'000,
                 .minimum = 1,
                 .maximum = 480'000,
                 .ladder = {10, 40, 160, 640, 2'560, 10'240}},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
