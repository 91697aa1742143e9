#include "lab/gallery_page.hpp"
#include "shop/services.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view leaders_sql = R"(
  SELECT c.name, led.km, led.trips
    FROM (SELECT member_id, CAST(SUM(km) AS SIGNED) AS km, COUNT(*) AS trips FROM rowing_trip
           WHERE rowed_on >= '2025-01-01' AND rowed_on < '2026-01-01'
           GROUP BY member_id ORDER BY km DESC, member_id LIMIT 10) AS led
    JOIN customer AS c ON c.id = led.member_id
   ORDER BY led.km DESC, led.member_id)";
constexpr std::string_view notices_sql = "SELECT title, text FROM rowing_notice ORDER BY id DESC LIMIT 4";
constexpr std::string_view own_sql =
    "SELECT rowed_on, boat, km FROM rowing_trip WHERE member_id = ? ORDER BY rowed_on DESC, id DESC LIMIT 5";

struct Leader {
  std::string name;
  std::int64_t km, trips;
  static constexpr auto columns = std::tuple(&Leader::name, &Leader::km, &Leader::trips);
};

struct Notice {
  std::string title, text;
  static constexpr auto columns = std::tuple(&Notice::title, &Notice::text);
};

struct Trip {
  std::string day, boat;
  std::int64_t km;
  static constexpr auto columns = std::tuple(&Trip::day, &Trip::boat, &Trip::km);
};

Value leaders(Database& db) {
  Value list = Value::list();
  for (const Leader& each : db.query<Leader>(leaders_sql))
    list.add(Value::object({{"name", each.name}, {"km", each.km}, {"trips", each.trips}}));
  return Value::object({{"list", std::move(list)}});
}

Value notices(Database& db) {
  Value list = Value::list();
  for (const Notice& each : db.query<Notice>(notices_sql))
    list.add(Value::object({{"title", each.title}, {"text", each.text}}));
  return Value::object({{"list", std::move(list)}});
}

Value member(const Request& request, Database& db) {
  const auto visitor = visitor_of(request, db);
  if (!visitor) return {};
  Value trips = Value::list();
  for (const Trip& each : db.query<Trip>(own_sql, visitor->id))
    trips.add(Value::object({{"day", each.day}, {"boat", each.boat}, {"km", each.km}}));
  return Value::object({{"name", visitor->name}, {"trips", std::move(trips)}});
}

Response show(const Request& request, Services& services) {
  Value model = Value::object({{"member", member(request, services.db)}});
  const Value best = leaders(services.db);
  Fragments fragments(services.texts, services.trace, request.knobs);
  fragments.offer("leaders", [&best] { return best; });
  fragments.offer("notices", [&] { return notices(services.db); });
  return services.page(std::move(model), fragments)
      .set("Cache-Control", "private")
      .set("Vary", "Accept, Cookie");
}

}  // namespace

GalleryPage boathouse() {
  return {
      .summary = "a rowing club's start page: the member's last trips, the year's leaders, notices",
      .why =
          "The leaders are a cached block, as the notices are. But their data is loaded before the block is "
          "offered, so the sum over all trips of the year runs on each request, and only the rendering of "
          "ten "
          "lines is saved.",
      .knobs = {dataset_knob()},
      .run = show,
      .labels = {{.name = "fragment-cache"}},
  };
}

}  // namespace caseload::gallery
