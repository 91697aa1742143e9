#include "core/csv.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Article {
  std::string sku, name, price;
  std::int64_t stock;
  static constexpr auto columns = std::tuple(&Article::sku, &Article::name, &Article::price, &Article::stock);
};

constexpr std::string_view in_stock =
    "SELECT sku, name, price, stock FROM indexed_product WHERE stock > 0 ORDER BY id LIMIT ?";

// Collects records and passes them on in pieces of a size that suits the network.
class Outlet {
 public:
  explicit Outlet(Sink& sink) : sink_(sink) {}

  Csv record() { return Csv(pending_); }
  void pass_on() {
    if (pending_.size() >= 32'768) send();
  }
  void send() {
    if (pending_.empty()) return;
    sink_.write(pending_);
    sink_.flush();
    pending_.clear();
  }

 private:
  Sink& sink_;
  std::string pending_;
};

Response run(const Request& request, Services& services) {
  Response response;
  response.set("Content-Type", "text/csv; charset=utf-8; header=present")
      .set("Content-Disposition", "attachment; filename=\"stock.csv\"")
      .set("Cache-Control", "no-store")
      .set("X-Accel-Buffering", "no");
  response.producer = [&services, n = request.knobs.n()](Sink& sink) {
    Outlet outlet(sink);
    outlet.record().text("SKU").text("Article").text("Price").text("In stock").end_record();
    outlet.send();
    services.db.each<Article>(
        in_stock,
        [&](const Article& article) {
          outlet.record()
              .text(article.sku)
              .text(article.name)
              .number(article.price)
              .number(std::to_string(article.stock))
              .end_record();
          outlet.pass_on();
          return true;
        },
        n);
    outlet.send();
  };
  return response;
}

}  // namespace

GalleryPage stock_csv() {
  return {
      .summary = "the articles in stock, as a CSV file for resellers",
      .why = "The heading is sent at once and the records follow in pieces of 32 KB, read one row at a time.",
      .knobs = {{.name = "n",
                 .help = "articles in the file, at most all that are in stock",
                 .initial = 10'000,
                 .minimum = 1,
                 .maximum = 160'000,
                 .ladder = {10, 40, 160, 640, 2'560, 10'240}},
                dataset_knob()},
      .run = run,
      .labels = {},
  };
}

}  // namespace caseload::gallery
