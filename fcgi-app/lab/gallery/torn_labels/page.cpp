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

constexpr std::string_view by_ending =
    "SELECT sku, name, price, stock FROM indexed_product WHERE sku LIKE ? ORDER BY sku LIMIT ?";

void check_ending(std::string_view ending) {
  if (ending.empty()) return;
  const bool is_plain = ending.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == ending.npos;
  if (!is_plain || ending.size() < 3 || ending.size() > 9)
    throw BadRequest("the parameter ending must be 3 to 9 capital letters, digits or hyphens");
}

// On torn labels the end of the number is what is left.
Response search(const Request& request, Services& services) {
  std::string ending(request.knobs.text("ending"));
  if (ending.empty()) ending = "J-17";
  const auto articles = services.db.query<Article>(by_ending, "%" + ending, request.knobs.n());
  Rows rows({"sku", "name", "price", "is_in_stock"});
  for (const Article& article : articles)
    rows.add(article.sku, article.name, article.price, article.stock > 0);
  return services.page(Value::object({{"ending", ending}, {"articles", std::move(rows)}}))
      .set("Cache-Control", "private");
}

}  // namespace

GalleryPage torn_labels() {
  return {
      .summary = "the cash desk's search for torn labels: articles by the end of their number",
      .why =
          "The pattern begins with a wildcard, so the index on the number can only be read from one end to "
          "the other. A column with the reversed number and an index would find the articles by prefix.",
      .knobs = {items_knob("articles to show at most", 640),
                {.name = "ending",
                 .type = KnobType::text,
                 .help = "end of the number, such as J-17",
                 .check_text = check_ending},
                dataset_knob()},
      .run = search,
      .labels = {{.name = "leading-wildcard"}},
  };
}

}  // namespace caseload::gallery
