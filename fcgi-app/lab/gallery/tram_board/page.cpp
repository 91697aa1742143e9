#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Stop {
  std::int64_t id;
  std::string name, zone;
  static constexpr auto columns = std::tuple(&Stop::id, &Stop::name, &Stop::zone);
};

struct Departure {
  std::string departs_at, line, towards;
  std::int64_t delay_s;
  static constexpr auto columns =
      std::tuple(&Departure::departs_at, &Departure::line, &Departure::towards, &Departure::delay_s);
};

// The code is printed on the pole. A network has a few hundred stops.
constexpr std::string_view stop_sql = "SELECT id, name, zone FROM tram_stop WHERE code = ?";
constexpr std::string_view departures_sql =
    "SELECT departs_at, line, towards, delay_s FROM tram_departure "
    "WHERE stop_id = ? AND departs_at >= '2026-01-05 07:30' ORDER BY departs_at LIMIT ?";

std::string code_of(const Request& request) {
  return std::string(request.cookie("stop").value_or("HST-0142"));
}

Response show(const Request& request, Services& services) {
  const std::string code = code_of(request);
  const auto stop = services.db.query_one<Stop>(stop_sql, code);
  if (!stop) throw NotFound("there is no stop " + code);
  const auto departures = services.db.query<Departure>(departures_sql, stop->id, request.knobs.n());
  Rows rows({"time", "line", "towards", "minutes_late", "is_late"});
  for (const Departure& each : departures)
    rows.add(each.departs_at.substr(11, 5), each.line, each.towards, each.delay_s / 60, each.delay_s >= 120);
  return services
      .page(Value::object(
          {{"code", code}, {"stop", stop->name}, {"zone", stop->zone}, {"departures", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage tram_board() {
  return {
      .summary = "the departures from the tram stop at which one stands",
      .why =
          "The stop is found without an index, by reading all stops. There are 380 of them in every "
          "database, and the departures, of which there are many, come from an index in their order.",
      .knobs = {items_knob("departures on the board", 640), dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
