#include <algorithm>
#include <map>

#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::int64_t plays_at_once = 1'000;

constexpr std::string_view stations_sql = "SELECT id, name FROM airplay_station";
constexpr std::string_view plays_sql = R"(
  SELECT p.id, p.station_id, DATE_FORMAT(p.played_at, '%Y-%m-%dT%H:%i:%s'), w.title, w.composer, p.seconds
    FROM (SELECT id, station_id, played_at, work_id, seconds FROM airplay_play
           WHERE id > ? ORDER BY id LIMIT ?) AS p
    LEFT JOIN airplay_work AS w ON w.id = p.work_id
   ORDER BY p.id)";

struct Station {
  std::int64_t id;
  std::string name;
  static constexpr auto columns = std::tuple(&Station::id, &Station::name);
};

struct Play {
  std::int64_t id, station_id;
  std::string at;
  std::optional<std::string> title, composer;
  std::int64_t seconds;
  static constexpr auto columns =
      std::tuple(&Play::id, &Play::station_id, &Play::at, &Play::title, &Play::composer, &Play::seconds);
};

// Tabs and line ends separate, so they can't be part of a text.
std::string cell(std::string text) {
  std::ranges::replace_if(
      text, [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
  return text;
}

class Report {
 public:
  explicit Report(std::map<std::int64_t, std::string> stations) : stations_(std::move(stations)) {
    text_ = "number\tstation\tplayed\ttitle\tcomposer\tseconds\n";
  }

  void add(const Play& play) {
    text_ += std::to_string(play.id) + "\t" + stations_[play.station_id] + "\t" + play.at + "\t";
    text_ += cell(play.title.value_or("")) + "\t" + cell(play.composer.value_or("unknown")) + "\t";
    text_ += std::to_string(play.seconds) + "\n";
  }

  std::string take() { return std::move(text_); }

 private:
  std::map<std::int64_t, std::string> stations_;
  std::string text_;
};

// A thousand plays at a time, so that no result is long.
void fill(Report& report, Database& db, std::int64_t n) {
  std::int64_t last = 0;
  while (n > 0) {
    const auto plays = db.query<Play>(plays_sql, last, std::min(n, plays_at_once));
    for (const Play& each : plays) report.add(each);
    if (static_cast<std::int64_t>(plays.size()) < plays_at_once) return;
    last = plays.back().id;
    n -= plays_at_once;
  }
}

Response run(const Request& request, Services& services) {
  std::map<std::int64_t, std::string> stations;
  for (const Station& each : services.db.query<Station>(stations_sql)) stations.emplace(each.id, each.name);
  Report report(std::move(stations));
  fill(report, services.db, request.knobs.n());
  Response response;
  response.body = report.take();
  response.set("Content-Type", "text/plain; charset=utf-8")
      .set("Content-Disposition", "attachment; filename=\"airplay.txt\"")
      .set("Cache-Control", "private, no-store");
  return response;
}

}  // namespace

GalleryPage airplay_log() {
  return {
      .summary = "what radio stations have played, as a text file with tabs for a collecting society",
      .why =
          "The rows are read a thousand at a time, with care for memory. But what they become is collected "
          "in one text that is sent when the last row is there, so memory and the wait for the first byte "
          "grow with the file. Each thousand could be sent as it is read.",
      .knobs = {{.name = "n",
                 .help = "plays in the file, at most all that are stored",
                 .initial = 10'000,
                 .minimum = 1,
                 .maximum = 480'000,
                 .ladder = {10, 40, 160, 640, 2'560, 10'240}},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "streaming-response"}},
  };
}

}  // namespace caseload::gallery
