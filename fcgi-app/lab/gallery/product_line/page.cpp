#include "core/errors.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Article {
  std::string sku, name, price;
  std::int64_t stock, version;
  static constexpr auto columns =
      std::tuple(&Article::sku, &Article::name, &Article::price, &Article::stock, &Article::version);
};

// The first seven characters of an article number are its line.
constexpr std::string_view line_sql =
    "SELECT p.sku, p.name, p.price, p.stock, p.version FROM indexed_product p "
    "WHERE LEFT(p.sku, 7) = (SELECT LEFT(asked.sku, 7) FROM indexed_product asked WHERE asked.id = ?) "
    "ORDER BY p.sku";

std::string_view availability_of(const Article& article) {
  if (article.stock == 0) return "on-order";
  return article.stock < 5 ? "few" : "in-stock";
}

void add(std::string& xml, std::string_view element, std::string_view text) {
  xml.append("    <").append(element).append(">");
  append_html_escaped(text, xml);
  xml.append("</").append(element).append(">\n");
}

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("article");
  const auto line = services.db.query<Article>(line_sql, id);
  if (line.empty()) throw NotFound("there is no article " + std::to_string(id));
  Response response;
  std::string& xml = response.body;
  xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<line code=\"" + line.front().sku.substr(0, 7) + "\">\n";
  for (const Article& article : line) {
    xml += "  <article edition=\"" + std::to_string(article.version) + "\">\n";
    add(xml, "number", article.sku);
    add(xml, "description", article.name);
    add(xml, "price", article.price);
    add(xml, "availability", availability_of(article));
    xml += "  </article>\n";
  }
  xml += "</line>\n";
  return response.set("Content-Type", "application/xml; charset=utf-8").set("Cache-Control", "private");
}

}  // namespace

GalleryPage product_line() {
  return {
      .summary = "all articles of the line that an article belongs to, as XML for resellers",
      .why =
          "The column with the index is hidden inside LEFT(), so the whole table is read for about a dozen "
          "articles. A LIKE with the line's code and a wildcard behind it would use the index.",
      .knobs = {{.name = "article",
                 .help = "id of the article",
                 .initial = 1'204,
                 .minimum = 1,
                 .maximum = 25'000},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "non-sargable"}},
  };
}

}  // namespace caseload::gallery
