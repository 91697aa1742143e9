#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Review {
  std::int64_t id, rating;
  std::string body;
  static constexpr auto columns = std::tuple(&Review::id, &Review::rating, &Review::body);
};

constexpr std::string_view reviews_sql =
    "SELECT id, rating, body FROM review WHERE id > ? ORDER BY id LIMIT ?";
constexpr std::size_t piece_bytes = 24 * 1024;

void append(std::string& to, const Review& review) {
  io::JsonWriter json(to);
  json.begin_object().key("id").number(review.id).key("stars").number(review.rating);
  json.key("text").text(review.body).end_object();
}

class Pieces {
 public:
  explicit Pieces(Sink& sink) : sink_(sink) {}

  std::string& text() { return text_; }
  void send_if(bool is_due) {
    if (!is_due || text_.empty()) return;
    sink_.write(text_);
    sink_.flush();
    text_.clear();
  }

 private:
  Sink& sink_;
  std::string text_;
};

void write_reviews(Sink& sink, Database& db, std::int64_t count) {
  Pieces pieces(sink);
  pieces.text() = "{\"license\":\"CC0\",\"reviews\":[";
  pieces.send_if(true);
  std::string_view separator = "\n";
  db.each<Review>(
      reviews_sql,
      [&](const Review& review) {
        pieces.text() += separator;
        append(pieces.text(), review);
        separator = ",\n";
        pieces.send_if(pieces.text().size() >= piece_bytes);
        return true;
      },
      std::int64_t{0}, count);
  pieces.text() += "\n]}\n";
  pieces.send_if(true);
}

Response run(const Request& request, Services& services) {
  Response response;
  response.set("Content-Type", "application/json")
      .set("Content-Disposition", "attachment; filename=\"reviews.json\"")
      .set("Cache-Control", "private, no-store")
      .set("X-Accel-Buffering", "no");
  response.producer = [&db = services.db, n = request.knobs.n()](Sink& sink) { write_reviews(sink, db, n); };
  return response;
}

}  // namespace

GalleryPage review_corpus() {
  return {
      .summary = "the texts of the reviews as one JSON document, for linguists",
      .why =
          "Rows are read one at a time, each review is written as it comes, and pieces of 24 KB are sent. "
          "Memory and first byte do not depend on the number of reviews.",
      .knobs = {{.name = "n",
                 .help = "reviews in the document, at most all that are stored",
                 .initial = 10'000,
                 .minimum = 1,
                 .maximum = 160'000,
                 .ladder = {10, 40, 160, 640, 2'560, 10'240}},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
