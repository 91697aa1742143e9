#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// What a shop paid for the wines of a cellar, bottle by bottle.
constexpr std::string_view prices_sql = R"(
  SELECT price DIV 5 * 5 AS band, COUNT(*), MIN(price), MAX(price)
    FROM cellar_bottle
   WHERE cellar_id = ? AND vintage BETWEEN ? AND ?
   GROUP BY band
   ORDER BY band)";

struct Band {
  std::int64_t from, bottles;
  std::string lowest, highest;
  static constexpr auto columns = std::tuple(&Band::from, &Band::bottles, &Band::lowest, &Band::highest);
};

constexpr std::int64_t years = 20;

Response show(const Request& request, Services& services) {
  const std::int64_t until = request.knobs.integer("until");
  const auto bands =
      services.db.query<Band>(prices_sql, request.knobs.integer("cellar"), until - years + 1, until);
  std::int64_t bottles = 0;
  Rows rows({"from", "to", "bottles", "lowest", "highest"});
  for (const Band& band : bands) {
    bottles += band.bottles;
    rows.add(band.from, band.from + 5, grouped(band.bottles), band.lowest, band.highest);
  }
  return services
      .page(Value::object({{"until", until}, {"bottles", grouped(bottles)}, {"bands", std::move(rows)}}))
      .set("Cache-Control", "private");
}

}  // namespace

GalleryPage vintage_prices() {
  return {
      .summary =
          "a wine merchant's cellar: how many bottles of the vintages there are in each band of prices",
      .why =
          "The index finds the bottles by cellar and vintage but does not have their prices, so each of "
          "the thousands of bottles is looked up in the table for that one column.",
      .knobs =
          {{.name = "cellar", .help = "number of the cellar", .initial = 3, .minimum = 1, .maximum = 25},
           {.name = "until", .help = "last vintage", .initial = 2'019, .minimum = 1'990, .maximum = 2'024},
           dataset_knob()},
      .run = show,
      .labels = {{.name = "covering-index"}},
  };
}

}  // namespace caseload::gallery
