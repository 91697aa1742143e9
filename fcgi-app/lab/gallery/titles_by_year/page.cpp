#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::int64_t first_year = 2018, last_year = 2025;

constexpr std::string_view list_publishers = "select id, name from publisher order by id limit ?";
constexpr std::string_view count_titles = "select count(*) from book where publisher_id = ? and year = ?";

struct Publisher {
  std::int64_t id;
  std::string name;
  static constexpr auto columns = std::tuple(&Publisher::id, &Publisher::name);
};

struct Count {
  std::int64_t titles;
  static constexpr auto columns = std::tuple(&Count::titles);
};

Value years_of_the_table() {
  Value years = Value::list();
  for (std::int64_t year = first_year; year <= last_year; ++year) years.add(Value::object({{"year", year}}));
  return years;
}

Response show(const Request& request, Services& services) {
  Value table = Value::list();
  for (const Publisher& publisher : services.db.query<Publisher>(list_publishers, request.knobs.n())) {
    Value cells = Value::list();
    std::int64_t sum = 0;
    for (std::int64_t year = first_year; year <= last_year; ++year) {
      const auto count = services.db.query_one<Count>(count_titles, publisher.id, year);
      const std::int64_t titles = count ? count->titles : 0;
      sum += titles;
      cells.add(Value::object({{"titles", titles > 0 ? Value(titles) : Value()}}));
    }
    table.add(Value::object({{"name", publisher.name}, {"cells", std::move(cells)}, {"sum", sum}}));
  }
  return services.page(Value::object({{"years", years_of_the_table()}, {"publishers", std::move(table)}}))
      .set("Cache-Control", "private");
}

}  // namespace

GalleryPage titles_by_year() {
  return {
      .summary = "a table for the buyers: publishers, and how many titles they brought out in each year",
      .why =
          "Each cell of the table is a query in a loop over years inside a loop over publishers. One query "
          "grouped by publisher and year would return all cells.",
      .knobs = {items_knob("publishers in the table", 1'000), dataset_knob()},
      .run = show,
      .labels = {{.name = "nested-loops"}},
  };
}

}  // namespace caseload::gallery
