#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// `slot` is computed by the database when a call is stored: the hour of the week, 0 to 167.
constexpr std::string_view districts_sql = R"(
  SELECT d.name, s.calls, s.seconds, s.longest_s, d.target_s
    FROM (SELECT district_id, COUNT(*) AS calls, SUM(arrived_after_s) AS seconds, MAX(arrived_after_s) AS longest_s
            FROM emergency_call WHERE slot = ? GROUP BY district_id) AS s
    JOIN emergency_district AS d ON d.id = s.district_id
   ORDER BY s.seconds / s.calls DESC, d.id)";
constexpr std::string_view last_sql =
    "SELECT called_at, reason, arrived_after_s FROM emergency_call WHERE slot = ? "
    "ORDER BY called_at DESC, id DESC LIMIT 12";
constexpr std::string_view crews_sql =
    "SELECT station, vehicles FROM emergency_crew WHERE slot = ? ORDER BY station";

struct District {
  std::string name;
  std::int64_t calls, seconds, longest_s, target_s;
  static constexpr auto columns = std::tuple(&District::name, &District::calls, &District::seconds,
                                             &District::longest_s, &District::target_s);

  double mean_min() const { return static_cast<double>(seconds) / static_cast<double>(calls) / 60; }
};

struct LastCall {
  std::string at, reason;
  std::int64_t arrived_after_s;
  static constexpr auto columns = std::tuple(&LastCall::at, &LastCall::reason, &LastCall::arrived_after_s);
};

struct Crew {
  std::string station;
  std::int64_t vehicles;
  static constexpr auto columns = std::tuple(&Crew::station, &Crew::vehicles);
};

Response show(const Request& request, Services& services) {
  const std::int64_t weekday = request.knobs.integer("weekday"), hour = request.knobs.integer("hour");
  const std::int64_t slot = (weekday - 1) * 24 + hour;
  const auto districts = services.db.query<District>(districts_sql, slot);
  const auto last = services.db.query<LastCall>(last_sql, slot);
  const auto crews = services.db.query<Crew>(crews_sql, slot);
  Rows by_district({"name", "calls", "mean", "longest", "is_late"});
  for (const District& each : districts)
    by_district.add(each.name, each.calls, fixed(each.mean_min(), 1), each.longest_s / 60,
                    each.mean_min() * 60 > static_cast<double>(each.target_s));
  Rows calls({"at", "reason", "minutes"});
  for (const LastCall& each : last) calls.add(each.at, each.reason, each.arrived_after_s / 60);
  Rows stations({"name", "vehicles"});
  for (const Crew& each : crews) stations.add(each.station, each.vehicles);
  return services
      .page(Value::object({{"weekday", weekday},
                           {"hour", hour},
                           {"districts", std::move(by_district)},
                           {"calls", std::move(calls)},
                           {"stations", std::move(stations)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage emergency_hours() {
  return {
      .summary =
          "a rescue service plans an hour of the week: how soon help came to each district, and the crews",
      .why =
          "Innocent: calls are found by weekday and hour, but not by functions of their time. The hour of "
          "the week is a column that the database fills in, and an index starts with it. What is added up "
          "is in that index, and the last calls are in the order of another. It includes the call of a "
          "minute ago, so the page is not stored.",
      .knobs = {{.name = "weekday", .help = "1 is Monday", .initial = 5, .minimum = 1, .maximum = 7},
                {.name = "hour", .help = "hour of the day", .initial = 22, .minimum = 0, .maximum = 23},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
