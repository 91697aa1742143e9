#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "io/json/json.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr int fresh_s = 60, still_sent_s = 120;

constexpr std::string_view river_sql = "SELECT name FROM river WHERE id = ?";
// Two days of readings, one every quarter of an hour.
constexpr std::string_view gauges_sql = R"(
  SELECT gauge.name, gauge.kilometre, gauge.flood_cm, level.lowest, level.highest, level.total, level.readings
    FROM (SELECT gauge_id, MIN(level_cm) AS lowest, MAX(level_cm) AS highest,
                 CAST(SUM(level_cm) AS SIGNED) AS total, COUNT(*) AS readings
            FROM gauge_reading
           WHERE river_id = ? AND taken_at > '2026-01-03 12:00:00'
           GROUP BY gauge_id) AS level
    JOIN river_gauge AS gauge ON gauge.id = level.gauge_id
   ORDER BY gauge.kilometre)";
constexpr std::string_view warnings_sql =
    "SELECT text FROM river_warning WHERE river_id = ? ORDER BY number DESC LIMIT 3";

struct River {
  std::string name;
  static constexpr auto columns = std::tuple(&River::name);
};

struct Gauge {
  std::string name;
  std::int64_t kilometre, flood_cm, lowest_cm, highest_cm, sum_cm, readings;
  static constexpr auto columns =
      std::tuple(&Gauge::name, &Gauge::kilometre, &Gauge::flood_cm, &Gauge::lowest_cm, &Gauge::highest_cm,
                 &Gauge::sum_cm, &Gauge::readings);
};

struct Warning {
  std::string text;
  static constexpr auto columns = std::tuple(&Warning::text);
};

std::string bulletin(Database& db, std::int64_t id) {
  const auto river = db.query_one<River>(river_sql, id);
  if (!river) throw NotFound("there is no river " + std::to_string(id));
  Value gauges = Value::list(), warnings = Value::list();
  for (const Gauge& each : db.query<Gauge>(gauges_sql, id)) {
    const double mean = static_cast<double>(each.sum_cm) / static_cast<double>(each.readings);
    gauges.add(Value::object({{"name", each.name},
                              {"kilometre", each.kilometre},
                              {"lowest", each.lowest_cm},
                              {"highest", each.highest_cm},
                              {"mean", fixed(mean, 1)},
                              {"flood", each.highest_cm >= each.flood_cm}}));
  }
  for (const Warning& each : db.query<Warning>(warnings_sql, id)) warnings.add(each.text);
  return io::to_json(Value::object(
      {{"river", river->name}, {"gauges", std::move(gauges)}, {"warnings", std::move(warnings)}}));
}

Response run(const Request& request, Services& services) {
  const std::int64_t river = request.knobs.integer("river");
  const CachedText entry{
      .key = "river/" + std::string(name_of(request.knobs.dataset())) + "/" + std::to_string(river),
      .depends = {},
      .lifetime_s = fresh_s,
      .stale_s = still_sent_s};
  const auto text = services.texts.get(entry, [&] { return bulletin(services.db, river); });
  return data_page(services, [&](std::string& body) { body += text.text; })
      .set("Cache-Control", "no-store")
      .set("Access-Control-Allow-Origin", "*");
}

}  // namespace

GalleryPage river_levels() {
  return {
      .summary = "a flood warning service: the levels of a river's gauges in the last two days, as JSON",
      .why =
          "Innocent: the bulletin takes three queries over 1,500 readings, but it is kept for a "
          "minute. When it has expired, one request builds it anew and the others send the previous one, "
          "which may be two minutes older. Only the very first visitor waits.",
      .knobs = {{.name = "river", .help = "number of the river", .initial = 3, .minimum = 1, .maximum = 6},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
