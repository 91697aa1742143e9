#include "core/errors.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view scan_sql = "SELECT railway, year, scanned_by FROM old_timetable WHERE id = ?";
constexpr std::string_view lines_sql =
    "SELECT line, text FROM old_timetable_line WHERE timetable_id = ? AND width = ? ORDER BY line";

struct Scan {
  std::string railway;
  std::int64_t year;
  std::string scanned_by;
  static constexpr auto columns = std::tuple(&Scan::railway, &Scan::year, &Scan::scanned_by);
};

struct PrintedLine {
  std::int64_t line;
  std::string text;
  static constexpr auto columns = std::tuple(&PrintedLine::line, &PrintedLine::text);
};

// A station, dots that lead the eye, and a time: "Emmenbach ......... 12:04". Where a train passes without a
// stop, a stroke is printed in place of the time.
const io::BacktrackingPattern with_a_time(R"(^(.*?)[. ]+\d\d?:\d\d$)");

std::string station_in(std::string_view text) {
  return std::string(trimmed(text.substr(0, text.find(" ."))));
}

// The time, or nothing where the train does not stop.
std::optional<std::string> time_in(std::string_view text, Matcher& matcher) {
  if (!matcher.find(with_a_time, text)) return std::nullopt;
  return std::string(text.substr(text.find_last_of(". ") + 1));
}

std::int64_t minutes_of(std::string_view time) {
  const std::size_t colon = time.find(':');
  return whole_number(time.substr(0, colon)).value_or(0) * 60 +
         whole_number(time.substr(colon + 1)).value_or(0);
}

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("timetable");
  const auto scan = services.db.query_one<Scan>(scan_sql, id);
  if (!scan) throw NotFound("there is no timetable " + std::to_string(id));
  const auto lines = services.db.query<PrintedLine>(lines_sql, id, request.knobs.n());
  Rows rows({"line", "station", "time", "after"});
  std::optional<std::int64_t> before;
  for (const PrintedLine& each : lines) {
    const auto time = time_in(each.text, services.matcher);
    std::optional<std::int64_t> after;
    if (time) {
      const std::int64_t now = minutes_of(*time);
      if (before) after = (now - *before + 1'440) % 1'440;
      before = now;
    }
    rows.add(each.line, station_in(each.text), std::optional<std::string>(time), after);
  }
  return services
      .page(Value::object({{"railway", scan->railway},
                           {"year", scan->year},
                           {"scanned_by", scan->scanned_by},
                           {"lines", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage printed_timetable() {
  return {
      .summary =
          "a railway museum checks the scan of an old timetable: stations, times, and the minutes in "
          "between",
      .why =
          "Innocent: on a line without a time, the lazy part of the pattern could give way to one dot after "
          "the other, and each time the class would run over all dots that are left. But every match needs "
          "a colon, PCRE2 looks for it first, and such a line has none. So the steps stay the same at each "
          "width that the page offers.",
      .knobs =
          {{.name = "n",
            .help = "characters in a line of the scan",
            .initial = 160,
            .minimum = 30,
            .maximum = 480,
            .ladder = {40, 80, 160, 320, 480}},
           {.name = "timetable", .help = "number of the timetable", .initial = 2, .minimum = 1, .maximum = 3},
           dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
