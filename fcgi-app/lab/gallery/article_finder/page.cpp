#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Article {
  std::string sku, name, price;
  std::int64_t stock;
  static constexpr auto columns = std::tuple(&Article::sku, &Article::name, &Article::price, &Article::stock);
};

constexpr std::string_view exact_sql =
    "SELECT sku, name, price, stock FROM indexed_product WHERE sku = ? LIMIT ?";
constexpr std::string_view prefix_sql =
    "SELECT sku, name, price, stock FROM indexed_product WHERE sku LIKE ? ORDER BY sku LIMIT ?";

constexpr std::size_t family_length = 7, group_length = 5;

void check_number(std::string_view number) {
  if (number.empty()) return;
  const bool is_plain = number.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == number.npos;
  if (!is_plain || number.size() < group_length || number.size() > 10)
    throw BadRequest("the parameter number must be 5 to 10 capital letters, digits or hyphens");
}

struct Found {
  std::vector<Article> articles;
  std::string_view how;
};

// First the article itself, then its family, then the numbers that begin alike.
Found find(const std::string& number, std::int64_t max, Database& db) {
  auto articles = db.query<Article>(exact_sql, number, max);
  if (!articles.empty()) return {.articles = std::move(articles), .how = "this article"};
  articles = db.query<Article>(prefix_sql, number.substr(0, family_length) + "%", max);
  if (!articles.empty()) return {.articles = std::move(articles), .how = "articles of this family"};
  articles = db.query<Article>(prefix_sql, number.substr(0, group_length) + "%", max);
  return {.articles = std::move(articles), .how = "articles with similar numbers"};
}

Response search(const Request& request, Services& services) {
  std::string number(request.knobs.text("number"));
  if (number.empty()) number = "NB-0025-77";
  const Found found = find(number, request.knobs.n(), services.db);
  Rows rows({"sku", "name", "price", "stock"});
  for (const Article& each : found.articles) rows.add(each.sku, each.name, each.price, each.stock);
  return services.page(Value::object({{"number", number}, {"how", found.how}, {"articles", std::move(rows)}}))
      .set("Cache-Control", "private");
}

}  // namespace

GalleryPage article_finder() {
  return {
      .summary = "finds an article by its number, or what comes near",
      .why =
          "The same search may be sent three times, with shorter and shorter prefixes. Each looks for "
          "something else, stops at the limit and uses the index on the number.",
      .knobs = {items_knob("articles to show at most", 640),
                {.name = "number",
                 .type = KnobType::text,
                 .help = "article number, such as NB-0025-77",
                 .check_text = check_number},
                dataset_knob()},
      .run = search,
  };
}

}  // namespace caseload::gallery
