#include <algorithm>

#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Hit {
  std::int64_t id;
  std::string title, author;
  std::int64_t year;
  static constexpr auto columns = std::tuple(&Hit::id, &Hit::title, &Hit::author, &Hit::year);
};

struct Facet {
  std::string label;
  std::int64_t books;
  static constexpr auto columns = std::tuple(&Facet::label, &Facet::books);
};

constexpr std::string_view newest_sql =
    "SELECT b.id, b.title, a.name, b.year FROM (SELECT id, title, author_id, year FROM book "
    "ORDER BY id DESC LIMIT ?) AS b LEFT JOIN author AS a ON a.id = b.author_id ORDER BY b.id DESC";
constexpr std::string_view countries_sql =
    "SELECT c.name, COUNT(*) FROM book AS b JOIN author AS a ON a.id = b.author_id "
    "JOIN country AS c ON c.id = a.country_id GROUP BY c.id, c.name ORDER BY 2 DESC, c.id LIMIT 12";
constexpr std::string_view decades_sql =
    "SELECT CONCAT(year DIV 10, '0s'), COUNT(*) FROM book GROUP BY 1 ORDER BY 1 DESC";
constexpr std::string_view subjects_sql =
    "SELECT t.name, f.books FROM (SELECT tag_id, COUNT(*) AS books FROM book_tag GROUP BY tag_id "
    "ORDER BY books DESC, tag_id LIMIT 12) AS f JOIN tag AS t ON t.id = f.tag_id ORDER BY f.books DESC, t.id";

Value facet(std::string_view heading, const std::vector<Facet>& entries) {
  Value list = Value::list();
  for (const Facet& each : entries) list.add(Value::object({{"label", each.label}, {"books", each.books}}));
  return Value::object({{"heading", heading}, {"entries", std::move(list)}});
}

// The books that the visitor has put aside, as ids in a cookie: "17.4711.23".
std::vector<std::string> put_aside(const Request& request) {
  return split(request.cookie("aside").value_or("9990.9984.9931"), ".");
}

Response show(const Request& request, Services& services) {
  Database& db = services.db;
  const auto aside = put_aside(request);
  const auto hits = db.query<Hit>(newest_sql, request.knobs.n());
  Value facets = Value::list();
  facets.add(facet("Country", db.query<Facet>(countries_sql)));
  facets.add(facet("Decade", db.query<Facet>(decades_sql)));
  facets.add(facet("Subject", db.query<Facet>(subjects_sql)));
  Rows rows({"id", "title", "author", "year", "is_aside"});
  for (const Hit& hit : hits)
    rows.add(hit.id, hit.title, hit.author, hit.year,
             std::ranges::find(aside, std::to_string(hit.id)) != aside.end());
  return services
      .page(
          Value::object({{"aside", aside.size()}, {"facets", std::move(facets)}, {"books", std::move(rows)}}))
      .set("Cache-Control", "private")
      .set("Vary", "Accept, Cookie");
}

}  // namespace

GalleryPage facet_sidebar() {
  return {
      .summary = "a library's catalogue: the newest books beside the facets to narrow them down",
      .why =
          "The facets count all books by country, decade and subject. They are the same for every visitor "
          "and change when books arrive, but they are counted again for each page.",
      .knobs = {items_knob("books on the page"), dataset_knob()},
      .run = show,
      .labels = {{.name = "query-cache"}},
  };
}

}  // namespace caseload::gallery
