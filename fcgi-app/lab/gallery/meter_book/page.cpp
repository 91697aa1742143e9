#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Reading {
  std::int64_t id, meter_id;
  std::string read_on, way;
  std::int64_t value;
  std::string household;
  static constexpr auto columns = std::tuple(&Reading::id, &Reading::meter_id, &Reading::read_on,
                                             &Reading::way, &Reading::value, &Reading::household);
};

struct Earlier {
  std::string read_on;
  std::int64_t value;
  static constexpr auto columns = std::tuple(&Earlier::read_on, &Earlier::value);
};

constexpr std::string_view newest_sql =
    "SELECT r.id, r.meter_id, r.read_on, r.way, r.value, c.name "
    "FROM (SELECT id, meter_id, read_on, way, value FROM meter_reading ORDER BY id DESC LIMIT ?) AS r "
    "LEFT JOIN customer AS c ON c.id = r.meter_id ORDER BY r.id DESC";
constexpr std::string_view earlier_sql =
    "SELECT read_on, value FROM meter_reading WHERE meter_id = ? AND read_on < ? "
    "ORDER BY read_on DESC LIMIT 1";

constexpr std::int64_t suspicious_kwh = 400;  // in a month

// A new meter begins at zero. Otherwise the consumption is the difference to the reading before.
std::optional<std::int64_t> consumption_of(const Reading& reading, Database& db) {
  if (reading.way == "new meter") return reading.value;
  const auto earlier = db.query_one<Earlier>(earlier_sql, reading.meter_id, reading.read_on);
  if (!earlier) return std::nullopt;
  return reading.value - earlier->value;
}

Response show(const Request& request, Services& services) {
  const auto readings = services.db.query<Reading>(newest_sql, request.knobs.n());
  Rows rows({"meter", "household", "day", "way", "value", "used", "is_suspicious"});
  std::int64_t suspicious = 0;
  for (const Reading& reading : readings) {
    const auto used = consumption_of(reading, services.db);
    const bool is_suspicious = used && (*used < 0 || *used > suspicious_kwh);
    if (is_suspicious) ++suspicious;
    rows.add(reading.meter_id, reading.household, reading.read_on, reading.way, reading.value, used,
             is_suspicious);
  }
  return services.page(Value::object({{"readings", std::move(rows)}, {"suspicious", suspicious}}))
      .set("Cache-Control", "private");
}

}  // namespace

GalleryPage meter_book() {
  return {
      .summary = "a power company's meter book: the newest readings and what was used since the ones before",
      .why =
          "The reading before is searched for each reading on the page, by meter and day. One query with a "
          "window function, or a join to the reading before, would return it with the list.",
      .knobs = {items_knob("readings on the page", 2'000), dataset_knob()},
      .run = show,
      .labels = {{.name = "n-plus-one"}},
  };
}

}  // namespace caseload::gallery
