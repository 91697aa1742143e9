#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::int64_t units_per_page = 50, last_page = 160;

constexpr std::string_view fonds_sql = "SELECT name, provenance FROM archive_fonds WHERE id = ?";
constexpr std::string_view series_sql =
    "SELECT prefix, title FROM archive_series WHERE fonds_id = ? ORDER BY prefix";
// Archivists quote the place of a unit in its fonds, so each gets its number.
constexpr std::string_view units_sql = R"(
  SELECT place, shelfmark, title, years, box, closed_until
    FROM (SELECT shelfmark, title, years, box, closed_until,
                 ROW_NUMBER() OVER (ORDER BY shelfmark, id) AS place
            FROM archive_unit WHERE fonds_id = ?) AS numbered
   WHERE place BETWEEN ? AND ?
   ORDER BY place)";

struct Fonds {
  std::string name, provenance;
  static constexpr auto columns = std::tuple(&Fonds::name, &Fonds::provenance);
};
struct Series {
  std::string prefix, title;
  static constexpr auto columns = std::tuple(&Series::prefix, &Series::title);
};
struct Unit {
  std::int64_t place;
  std::string shelfmark, title, years;
  std::int64_t box;
  std::optional<std::int64_t> closed_until;
  static constexpr auto columns =
      std::tuple(&Unit::place, &Unit::shelfmark, &Unit::title, &Unit::years, &Unit::box, &Unit::closed_until);
};

std::string link_to(std::int64_t page, const Request& request) {
  return "?page=" + std::to_string(page) + "&fonds=" + std::to_string(request.knobs.integer("fonds")) +
         "&dataset=" + std::string(name_of(request.knobs.dataset()));
}

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("fonds"), page = request.knobs.page();
  const auto fonds = services.db.query_one<Fonds>(fonds_sql, id);
  if (!fonds) throw NotFound("there is no fonds " + std::to_string(id));
  const auto series = services.db.query<Series>(series_sql, id);
  const std::int64_t before = (page - 1) * units_per_page;
  // One more than is shown: is there a next page?
  auto units = services.db.query<Unit>(units_sql, id, before + 1, before + units_per_page + 1);
  const bool has_next = std::ssize(units) > units_per_page && page < last_page;
  if (std::ssize(units) > units_per_page) units.pop_back();

  Rows shelves({"prefix", "title"}), rows({"place", "shelfmark", "title", "years", "box", "closed_until"});
  for (const Series& each : series) shelves.add(each.prefix, each.title);
  for (const Unit& each : units)
    rows.add(each.place, each.shelfmark, each.title, each.years, each.box, each.closed_until);
  return services
      .page(Value::object({{"fonds", fonds->name},
                           {"provenance", fonds->provenance},
                           {"series", std::move(shelves)},
                           {"units", std::move(rows)},
                           {"before", page > 1 ? Value(link_to(page - 1, request)) : Value()},
                           {"after", has_next ? Value(link_to(page + 1, request)) : Value()}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage archive_shelfmarks() {
  return {
      .summary = "the finding aid of a state archive: the units of a fonds by shelfmark, 50 on a page",
      .why =
          "A window function numbers all units of the fonds, and the page is cut out of them by number: "
          "each page reads the whole fonds. The page could begin in the index after the last shelfmark of "
          "the page before, and carry its number along in the link.",
      .knobs = {page_knob(last_page),
                {.name = "fonds", .help = "number of the fonds", .initial = 2, .minimum = 1, .maximum = 3},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "pagination"}},
  };
}

}  // namespace caseload::gallery
