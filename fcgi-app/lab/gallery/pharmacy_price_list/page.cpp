#include "core/csv.hpp"
#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view pharmacy_sql = "SELECT name, rebate_permille FROM wholesale_pharmacy WHERE id = ?";
constexpr std::string_view articles_sql =
    "SELECT number, name, pack, maker, cents, is_chilled FROM wholesale_article ORDER BY number LIMIT ?";
constexpr std::size_t piece_bytes = 16'384;

struct Pharmacy {
  std::string name;
  std::int64_t rebate_permille;
  static constexpr auto columns = std::tuple(&Pharmacy::name, &Pharmacy::rebate_permille);
};

struct Article {
  std::int64_t number;
  std::string name, pack, maker;
  std::int64_t cents;
  bool is_chilled;
  static constexpr auto columns = std::tuple(&Article::number, &Article::name, &Article::pack,
                                             &Article::maker, &Article::cents, &Article::is_chilled);
};

// Headers of everything that is downloaded. The bytes arrive as they were written, so that the cash register
// can compare their number with the one in the last line.
Response download(const std::string& type, const std::string& file) {
  return Response{}
      .set("Content-Type", type)
      .set("Content-Disposition", "attachment; filename=\"" + file + "\"")
      .set("Content-Encoding", "identity")
      .set("Cache-Control", "private, no-store")
      .set("X-Accel-Buffering", "no");
}

// Counts what it sends.
class CountedFile {
 public:
  explicit CountedFile(Sink& sink) : sink_(sink) {}

  Csv record() { return Csv(piece_); }
  void send_if_full() {
    if (bytes_ == 0 || piece_.size() >= piece_bytes) send();
  }
  void finish() {
    const std::int64_t before = bytes_ + std::ssize(piece_);
    record().text("end").number(std::to_string(before)).end_record();
    send();
  }

 private:
  void send() {
    bytes_ += std::ssize(piece_);
    sink_.write(piece_);
    sink_.flush();
    piece_.clear();
  }

  Sink& sink_;
  std::string piece_;
  std::int64_t bytes_ = 0;
};

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("pharmacy");
  const auto pharmacy = services.db.query_one<Pharmacy>(pharmacy_sql, id);
  if (!pharmacy) throw NotFound("there is no pharmacy " + std::to_string(id));
  Response response = download("text/csv; charset=utf-8", "prices.csv");
  response.producer = [&services, buyer = *pharmacy, n = request.knobs.n()](Sink& sink) {
    CountedFile file(sink);
    file.record().text("prices for").text(buyer.name).end_record();
    services.db.each<Article>(
        articles_sql,
        [&](const Article& each) {
          file.record()
              .number(std::to_string(each.number))
              .text(each.name)
              .text(each.pack)
              .text(each.maker)
              .number(price_of(each.cents * (1'000 - buyer.rebate_permille) / 1'000))
              .text(each.is_chilled ? "keep between 2 and 8 degrees" : "")
              .end_record();
          file.send_if_full();
          return true;
        },
        n);
    file.finish();
  };
  return response;
}

}  // namespace

GalleryPage pharmacy_price_list() {
  return {
      .summary = "a wholesaler's price list for the cash register of a pharmacy, as a CSV file",
      .why =
          "A helper for downloads sets Content-Encoding: identity, so that the bytes can be counted. nginx "
          "then does not compress the file, which is text whose lines resemble each other. A client counts "
          "after it has decoded the response, so nothing speaks against gzip.",
      .knobs = {{.name = "n",
                 .help = "articles in the file, at most all that are sold",
                 .initial = 2'560,
                 .minimum = 1,
                 .maximum = 10'000,
                 .ladder = {40, 160, 640, 2'560, 10'000}},
                {.name = "pharmacy",
                 .help = "number of the pharmacy",
                 .initial = 41,
                 .minimum = 1,
                 .maximum = 600},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "no-compression"}},
  };
}

}  // namespace caseload::gallery
