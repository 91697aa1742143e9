#include <algorithm>
#include <map>

#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::int64_t before_s = 120;
constexpr std::size_t causes_shown = 5;

constexpr std::string_view stops_sql =
    "SELECT station, began_s, minutes FROM line_stop WHERE line_id = ? ORDER BY began_s DESC LIMIT ?";
constexpr std::string_view alarms_sql =
    "SELECT station, raised_s, code FROM line_alarm WHERE line_id = ? AND raised_s BETWEEN ? AND ? "
    "ORDER BY raised_s";
constexpr std::string_view texts_sql = "SELECT code, text FROM line_alarm_text";

struct Stop {
  std::string station;
  std::int64_t began_s, minutes;
  static constexpr auto columns = std::tuple(&Stop::station, &Stop::began_s, &Stop::minutes);
};

struct Alarm {
  std::string station;
  std::int64_t raised_s, code;
  static constexpr auto columns = std::tuple(&Alarm::station, &Alarm::raised_s, &Alarm::code);
};

struct AlarmText {
  std::int64_t code;
  std::string text;
  static constexpr auto columns = std::tuple(&AlarmText::code, &AlarmText::text);
};

// The last alarm of the same station in the two minutes before it stopped.
const Alarm* cause_of(const Stop& stop, const std::vector<Alarm>& alarms) {
  const Alarm* cause = nullptr;
  for (const Alarm& each : alarms) {
    const std::int64_t earlier_s = stop.began_s - each.raised_s;
    if (each.station == stop.station && earlier_s >= 0 && earlier_s <= before_s) cause = &each;
  }
  return cause;
}

std::string clock_time(std::int64_t seconds) {
  const auto two_digits = [](std::int64_t number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
  };
  return two_digits(seconds / 3'600 % 24) + ":" + two_digits(seconds / 60 % 60);
}

std::vector<Alarm> alarms_around(const std::vector<Stop>& stops, std::int64_t line, Database& db) {
  if (stops.empty()) return {};
  return db.query<Alarm>(alarms_sql, line, stops.back().began_s - before_s, stops.front().began_s);
}

Response show(const Request& request, Services& services) {
  const std::int64_t line = request.knobs.integer("line");
  const auto stops = services.db.query<Stop>(stops_sql, line, request.knobs.n());
  const auto alarms = alarms_around(stops, line, services.db);
  std::map<std::int64_t, std::string> texts;
  for (AlarmText& each : services.db.query<AlarmText>(texts_sql))
    texts.emplace(each.code, std::move(each.text));

  Rows rows({"began", "station", "minutes", "cause"});
  std::map<std::int64_t, std::int64_t> minutes_by_code;
  for (const Stop& stop : stops) {
    const Alarm* cause = cause_of(stop, alarms);
    if (cause != nullptr) minutes_by_code[cause->code] += stop.minutes;
    rows.add(clock_time(stop.began_s), stop.station, stop.minutes,
             cause == nullptr ? std::string() : texts[cause->code]);
  }
  std::vector<std::pair<std::int64_t, std::int64_t>> worst;
  for (const auto& [code, minutes] : minutes_by_code) worst.emplace_back(minutes, code);
  std::sort(worst.rbegin(), worst.rend());
  Rows causes({"text", "minutes"});
  for (std::size_t at = 0; at < std::min(causes_shown, worst.size()); ++at)
    causes.add(texts[worst[at].second], worst[at].first);
  return services
      .page(Value::object({{"line", line}, {"stops", std::move(rows)}, {"causes", std::move(causes)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage line_stoppages() {
  return {
      .summary = "a production line's last stoppages, each with the alarm that probably caused it",
      .why =
          "Stoppages and alarms come with one query each, but for every stoppage all alarms of the whole "
          "period are compared with it. The comparisons grow with the square of the period. Both lists are "
          "sorted by time, so one pass over both, or a map by station, would find the same alarms.",
      .knobs = {items_knob("stoppages on the page", 2'560),
                {.name = "line", .help = "number of the line", .initial = 2, .minimum = 1, .maximum = 3},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "nested-loops"}},
  };
}

}  // namespace caseload::gallery
