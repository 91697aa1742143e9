#include "lab/gallery_page.hpp"

#include "core/errors.hpp"
#include "core/text.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Article {
  std::int64_t id;
  std::string sku, name, price;
  std::int64_t stock;
  static constexpr auto columns =
      std::tuple(&Article::id, &Article::sku, &Article::name, &Article::price, &Article::stock);
};

constexpr std::string_view first_sql =
    "SELECT id, sku, name, price, stock FROM indexed_product ORDER BY sku, id LIMIT ?";
// Several articles may share a code.
constexpr std::string_view after_sql =
    "SELECT id, sku, name, price, stock FROM indexed_product WHERE sku >= ? AND (sku > ? OR id > ?) "
    "ORDER BY sku, id LIMIT ?";

// Where a page begins: after the article with this code and number, "MG-000100,412".
struct Place {
  std::string sku;
  std::int64_t id;
};

std::optional<Place> place_in(std::string_view text) {
  const std::size_t comma = text.rfind(',');
  if (comma == std::string_view::npos || comma == 0) return std::nullopt;
  const auto id = whole_number(text.substr(comma + 1));
  if (!id) return std::nullopt;
  return Place{.sku = std::string(text.substr(0, comma)), .id = *id};
}

void check_after(std::string_view text) {
  if (!text.empty() && !place_in(text))
    throw BadRequest("the parameter after must be the code and number of an article");
}

std::vector<Article> articles_after(Database& db, const std::optional<Place>& place, std::int64_t rows) {
  if (!place) return db.query<Article>(first_sql, rows);
  return db.query<Article>(after_sql, place->sku, place->sku, place->id, rows);
}

Response run(const Request& request, Services& services) {
  const std::int64_t n = request.knobs.n();
  auto articles = articles_after(services.db, place_in(request.knobs.text("after")), n + 1);
  Value next;
  if (std::ssize(articles) > n) {
    articles.pop_back();
    Knobs there = request.knobs;
    there.set("after", articles.back().sku + "," + std::to_string(articles.back().id));
    next = "?" + there.query_string();
  }
  Rows rows({"sku", "name", "price", "in_stock"});
  for (const Article& each : articles) rows.add(each.sku, each.name, each.price, each.stock > 0);
  return services.page(Value::object({{"articles", std::move(rows)}, {"next", std::move(next)}}))
      .set("Cache-Control", "private");
}

}  // namespace

GalleryPage article_register() {
  return {
      .summary = "the register of all articles by their codes, to be read page by page",
      .why =
          "Each page starts in the index after the last code of the page before and reads one row more than "
          "it shows, however far back it is. There is no total and no numbered page.",
      .knobs = {items_knob("articles on the page", 640),
                {.name = "after",
                 .type = KnobType::text,
                 .help = "code and number of the last article of the page before; empty: the first page",
                 .check_text = check_after},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
