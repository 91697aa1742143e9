#include <chrono>

#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view own_sql =
    "SELECT boarded_at, stop_no FROM ride_boarding WHERE rider_id = ? ORDER BY boarded_at DESC LIMIT 10";
constexpr std::string_view busiest_sql = R"(
  SELECT stop_no, COUNT(*), COUNT(DISTINCT rider_id)
    FROM ride_boarding
   WHERE boarded_at >= FROM_UNIXTIME(?) AND boarded_at < FROM_UNIXTIME(?)
   GROUP BY stop_no ORDER BY 2 DESC, stop_no LIMIT 12)";

constexpr int lifetime_s = 300;  // the list may be five minutes old

struct Boarding {
  std::string at;
  std::int64_t stop;
  static constexpr auto columns = std::tuple(&Boarding::at, &Boarding::stop);
};

struct Stop {
  std::int64_t number, boardings, riders;
  static constexpr auto columns = std::tuple(&Stop::number, &Stop::boardings, &Stop::riders);
};

// Since the timetable's first day.
struct Period {
  std::int64_t from_us, until_us;
  std::string text() const { return std::to_string(from_us) + "-" + std::to_string(until_us); }
};

Period this_timetable(const Clock& clock) {
  constexpr std::int64_t first_day = 1'735'689'600;  // 2025-01-01
  const auto now = std::chrono::duration_cast<std::chrono::microseconds>(clock.now().time_since_epoch());
  return {.from_us = first_day * 1'000'000, .until_us = now.count()};
}

// "17 2210 841 4 2098 ..": three numbers for each stop.
std::string numbers_of(const std::vector<Stop>& stops) {
  std::string text;
  for (const Stop& stop : stops)
    for (const std::int64_t number : {stop.number, stop.boardings, stop.riders})
      text += std::to_string(number) + " ";
  return text;
}

std::vector<Stop> stops_in(std::string_view text) {
  std::vector<Stop> stops;
  const auto numbers = split(text, " ");
  for (std::size_t at = 0; at + 2 < numbers.size(); at += 3)
    stops.push_back({.number = whole_number(numbers[at]).value_or(0),
                     .boardings = whole_number(numbers[at + 1]).value_or(0),
                     .riders = whole_number(numbers[at + 2]).value_or(0)});
  return stops;
}

std::vector<Stop> busiest_in(const Period& period, Services& services) {
  const CachedText cached{
      .key = "busiest stops " + std::string(name_of(services.db.dataset())) + " " + period.text(),
      .depends = {},
      .lifetime_s = lifetime_s};
  return stops_in(services.texts
                      .get(cached,
                           [&] {
                             return numbers_of(services.db.query<Stop>(
                                 busiest_sql, period.from_us / 1'000'000, period.until_us / 1'000'000));
                           })
                      .text);
}

Response show(const Request& request, Services& services) {
  const auto rider = visitor_of(request, services.db);
  std::vector<Boarding> own;
  if (rider) own = services.db.query<Boarding>(own_sql, rider->id);
  const auto stops = busiest_in(this_timetable(services.clock), services);
  Rows rides({"at", "stop"});
  for (const Boarding& each : own) rides.add(each.at.substr(0, 16), each.stop);
  Rows busiest({"stop", "boardings", "riders"});
  for (const Stop& stop : stops) busiest.add(stop.number, stop.boardings, stop.riders);
  return services
      .page(Value::object({{"rider", rider ? Value(rider->name) : Value()},
                           {"rides", std::move(rides)},
                           {"busiest", std::move(busiest)}}))
      .set("Cache-Control", "private, no-store")
      .set("Vary", "Accept, Cookie");
}

}  // namespace

GalleryPage busiest_stops() {
  return {
      .summary = "a rider's last boardings beside the busiest stops of the timetable",
      .why =
          "The busiest stops are cached for five minutes, but the key has the end of the period, which is "
          "now, to the microsecond. So no request finds what another has stored, and each adds up all "
          "boardings. Rounded to the minute, the key would work.",
      .knobs = {dataset_knob()},
      .run = show,
      .labels =
          {{.name = "query-cache"},
           {.name = "covering-index",
            .reason =
                "the index of the times lacks stop and rider, so each boarding is looked up in the table"}},
  };
}

}  // namespace caseload::gallery
