#include <chrono>

#include "core/numbers.hpp"
#include "io/json/json.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view routes_sql = R"(
  SELECT route, COUNT(*), SUM(late_minutes > 5), SUM(late_minutes)
    FROM ferry_arrival
   WHERE arrived_ms >= ? AND arrived_ms < ?
   GROUP BY route
   ORDER BY SUM(late_minutes > 5) / COUNT(*) DESC, route
   LIMIT 20)";
constexpr std::string_view own_sql = "SELECT route FROM ferry_pass WHERE customer_id = ? ORDER BY route";

struct Route {
  std::string name;
  std::int64_t arrivals, late, minutes;
  static constexpr auto columns = std::tuple(&Route::name, &Route::arrivals, &Route::late, &Route::minutes);
};

struct Pass {
  std::string route;
  static constexpr auto columns = std::tuple(&Pass::route);
};

// Milliseconds since 1970.
struct Period {
  std::int64_t from, until;

  std::string text() const { return std::to_string(from) + "-" + std::to_string(until); }
};

// Since the timetable changed.
Period current_timetable(const Clock& clock) {
  const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(clock.now().time_since_epoch());
  return {.from = 1'735'689'600'000, .until = now.count()};
}

Value punctuality(const Period& period, Database& db) {
  Value routes = Value::list();
  for (const Route& each : db.query<Route>(routes_sql, period.from, period.until))
    routes.add(Value::object(
        {{"name", each.name},
         {"late", 100 * each.late / each.arrivals},
         {"mean", fixed(static_cast<double>(each.minutes) / static_cast<double>(each.arrivals), 1)}}));
  return routes;
}

Value cached_punctuality(Services& services) {
  const Period period = current_timetable(services.clock);
  const CachedText kept{
      .key = "punctuality " + std::string(name_of(services.db.dataset())) + " " + period.text(),
      .depends = {},
      .lifetime_s = 300};
  const auto text = services.texts.get(kept, [&] { return io::to_json(punctuality(period, services.db)); });
  return io::from_json(text.text).value();
}

Response show(const Request& request, Services& services) {
  const auto visitor = visitor_of(request, services.db);
  Value model = Value::object({{"routes", cached_punctuality(services)}});
  if (visitor) {
    Value own = Value::list();
    for (const Pass& each : services.db.query<Pass>(own_sql, visitor->id)) own.add(each.route);
    model.set("passes", std::move(own));
  }
  return services.page(std::move(model)).set("Cache-Control", "private").set("Vary", "Accept, Cookie");
}

}  // namespace

GalleryPage route_punctuality() {
  return {
      .summary = "which ferries are late most often, and for which of them the visitor has a pass",
      .why =
          "The figures are put into the cache, but the period that is part of the key ends now: a moment "
          "later "
          "the key is another one. So all arrivals are counted at each view, and nobody ever finds the "
          "result.",
      .knobs = {dataset_knob()},
      .run = show,
      .labels = {{.name = "query-cache"}},
  };
}

}  // namespace caseload::gallery
