#include <map>

#include "core/csv.hpp"
#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Station {
  std::int64_t id;
  std::string name;
  static constexpr auto columns = std::tuple(&Station::id, &Station::name);
};

struct Day {
  std::int64_t station_id;
  std::string day;
  std::int64_t low_tenths, high_tenths;
  std::optional<std::int64_t> rain_tenths;  // std::nullopt: the gauge was broken
  static constexpr auto columns =
      std::tuple(&Day::station_id, &Day::day, &Day::low_tenths, &Day::high_tenths, &Day::rain_tenths);
};

constexpr std::string_view stations_sql = "SELECT id, name FROM climate_station";
constexpr std::string_view days_sql =
    "SELECT station_id, day, low_tenths, high_tenths, rain_tenths FROM climate_day "
    "ORDER BY station_id, day LIMIT ?";
constexpr std::size_t piece_bytes = 8'192;

std::string tenths(std::int64_t value) {
  return fixed(static_cast<double>(value) / 10, 1);
}

void add_line(std::string& lines, const std::string& station, const Day& day) {
  Csv(lines)
      .text(station)
      .number(day.day)
      .number(tenths(day.low_tenths))
      .number(tenths(day.high_tenths))
      .number(day.rain_tenths ? tenths(*day.rain_tenths) : "")
      .end_record();
}

void send(Sink& sink, std::string& lines) {
  sink.write(lines);
  sink.flush();
  lines.clear();
}

void write_days(Sink& sink, Database& db, std::int64_t days) {
  std::map<std::int64_t, std::string> stations;
  for (Station& station : db.query<Station>(stations_sql))
    stations.emplace(station.id, std::move(station.name));
  std::string lines;
  Csv(lines).text("station").text("day").text("low").text("high").text("rain").end_record();
  send(sink, lines);
  db.each<Day>(
      days_sql,
      [&](const Day& day) {
        add_line(lines, stations[day.station_id], day);
        if (lines.size() >= piece_bytes) send(sink, lines);
        return true;
      },
      days);
  send(sink, lines);
}

Response run(const Request& request, Services& services) {
  Response response;
  response.set("Content-Type", "text/csv; charset=utf-8")
      .set("Content-Disposition", "attachment; filename=\"climate.csv\"")
      .set("Cache-Control", "private, no-store")
      .set("X-Accel-Buffering", "no");
  response.producer = [&services, n = request.knobs.n()](Sink& sink) { write_days(sink, services.db, n); };
  return response;
}

}  // namespace

GalleryPage climate_csv() {
  return {
      .summary = "the weather of each day at all stations of a country, as a CSV file for researchers",
      .why =
          "The file has up to all days, but the first line leaves before the days are read, and 8 KB are in "
          "memory at a time. Thirty stations are loaded before, so that no day needs a join.",
      .knobs = {{.name = "n",
                 .help = "days in the file, at most all that are stored",
                 .initial = 10'000,
                 .minimum = 1,
                 .maximum = 480'000,
                 .ladder = {10, 40, 160, 640, 2'560, 10'240}},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
