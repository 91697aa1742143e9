#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view articles_sql =
    "SELECT id, sku, name, price, stock FROM product ORDER BY id LIMIT ?";

struct Article {
  std::int64_t id;
  std::string sku, name, price;
  std::int64_t stock;
  static constexpr auto columns =
      std::tuple(&Article::id, &Article::sku, &Article::name, &Article::price, &Article::stock);
};

// Texts are padded on the right and numbers with zeros on the left, as the warehouse's host wants them.
class FixedWidth {
 public:
  FixedWidth& text(std::string_view field, std::size_t width) {
    const std::string_view fitting = utf8_prefix(field, width);
    file_ += fitting;
    file_.append(width - fitting.size(), ' ');
    return *this;
  }
  FixedWidth& number(std::int64_t field, std::size_t width) {
    const std::string digits = std::to_string(field);
    if (digits.size() < width) file_.append(width - digits.size(), '0');
    file_ += digits;
    return *this;
  }
  void end_record() { file_ += "\r\n"; }
  std::string take() { return std::move(file_); }

 private:
  std::string file_;
};

Response run(const Request& request, Services& services) {
  FixedWidth file;
  file.text("00STOCK", 10).text("v3", 4).end_record();
  std::int64_t records = 0, pieces = 0;
  services.db.each<Article>(
      articles_sql,
      [&](const Article& article) {
        file.text("10", 2).number(article.id, 10).text(article.sku, 20).text(article.name, 60);
        file.number(cents_of(article.price), 10).number(article.stock, 8).end_record();
        ++records;
        pieces += article.stock;
        return true;
      },
      request.knobs.n());
  file.text("99", 2).number(records, 10).number(pieces, 12).end_record();

  Response response;
  response.body = file.take();
  return response.set("Content-Type", "text/plain; charset=utf-8")
      .set("Content-Disposition", "attachment; filename=\"STOCK.DAT\"")
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage stock_fixed_width() {
  return {
      .summary = "the stock for the warehouse's host, as records of fixed width",
      .why =
          "Every record could be sent as soon as its row is read, and the totals come last. But the file is "
          "complete in memory before its first record leaves.",
      .knobs = {{.name = "n",
                 .help = "articles in the file, at most all that are stored",
                 .initial = 10'000,
                 .minimum = 1,
                 .maximum = 160'000,
                 .ladder = {10, 40, 160, 640, 2'560, 10'240}},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "streaming-response"}},
  };
}

}  // namespace caseload::gallery
