#include "core/errors.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view article_sql =
    "SELECT sku, name, price, stock, DATE_FORMAT(updated_at, '%Y-%m-%d') FROM indexed_product WHERE id = ?";

struct Article {
  std::string sku, name, price;
  std::int64_t stock;
  std::string changed;
  static constexpr auto columns =
      std::tuple(&Article::sku, &Article::name, &Article::price, &Article::stock, &Article::changed);
};

// The old till system keeps one of these objects for each scan.
class ArticleFile {
 public:
  explicit ArticleFile(Connector& connector) : db_(connector.opened()) {}

  Article at(std::int64_t number) {
    auto article = db_.query_one<Article>(article_sql, number);
    if (!article) throw NotFound("there is no article " + std::to_string(number));
    return *std::move(article);
  }

 private:
  Database& db_;
};

Response scan(const Request& request, Services& services) {
  ArticleFile file(services.connector);
  const Article article = file.at(request.knobs.integer("article"));
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("sku").text(article.sku).key("name").text(article.name);
                     json.key("price").text(article.price).key("on_the_shelf").number(article.stock);
                     json.key("price_since").text(article.changed).end_object();
                   })
      .set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage till_scanner() {
  return {
      .summary = "a till scans an article, as JSON",
      .why =
          "Each scan opens a connection to the article file, logs in, runs a query of less than a "
          "millisecond, and closes it again.",
      .knobs = {{.name = "article",
                 .help = "number of the article",
                 .initial = 4711,
                 .minimum = 1,
                 .maximum = 25'000},
                dataset_knob()},
      .run = scan,
      .labels = {{.name = "connection-per-request"}},
  };
}

}  // namespace caseload::gallery
