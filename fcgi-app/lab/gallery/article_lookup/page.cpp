#include <cctype>

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

// Catalogue numbers are stored in capitals. What was typed is converted, not the column.
constexpr std::string_view articles_sql =
    "SELECT sku, name, price, stock FROM indexed_product WHERE sku LIKE CONCAT(UPPER(?), '%') "
    "ORDER BY sku, id LIMIT 51";
constexpr std::int64_t max_shown = 50;

void check_start(std::string_view typed) {
  for (const char c : typed)
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '-')
      throw BadRequest("a catalogue number has only letters, digits and dashes");
  if (!typed.empty() && (typed.size() < 4 || typed.size() > 20))
    throw BadRequest("the parameter q must have 4 to 20 characters");
}

Response run(const Request& request, Services& services) {
  std::string_view typed = request.knobs.text("q");
  if (typed.empty()) typed = "nb-00";
  const auto articles = services.db.query<Article>(articles_sql, typed);
  Rows rows({"sku", "name", "price", "stock"});
  for (const Article& each : articles) {
    if (static_cast<std::int64_t>(rows.size()) == max_shown) break;
    rows.add(each.sku, each.name, each.price, each.stock);
  }
  const bool has_more = static_cast<std::int64_t>(articles.size()) > max_shown;
  return services
      .page(Value::object({{"typed", typed}, {"articles", std::move(rows)}, {"has_more", has_more}}))
      .set("Cache-Control", "private");
}

}  // namespace

GalleryPage article_lookup() {
  return {
      .summary = "the counter's search: articles by the beginning of their catalogue number",
      .why =
          "The only wildcard is at the end and the function is around the parameter, so the index on sku "
          "delivers the hits in order, and the query ends after 51.",
      .knobs = {{.name = "q",
                 .type = KnobType::text,
                 .help = "the beginning of a catalogue number",
                 .check_text = check_start},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
