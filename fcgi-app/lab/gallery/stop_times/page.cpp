#include <algorithm>

#include "core/csv.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view times_sql =
    "SELECT STRAIGHT_JOIN t.trip_no, t.sequence_no, s.code, t.arrives_s, t.departs_s "
    "FROM gtfs_stop_time AS t JOIN gtfs_stop AS s ON s.id = t.stop_id "
    "ORDER BY t.trip_no, t.sequence_no LIMIT ?";

struct StopTime {
  std::int64_t trip, sequence;
  std::string stop;
  std::int64_t arrives_s, departs_s;
  static constexpr auto columns = std::tuple(&StopTime::trip, &StopTime::sequence, &StopTime::stop,
                                             &StopTime::arrives_s, &StopTime::departs_s);
};

// "25:10:00" is ten past one in the night after.
std::string gtfs_time(std::int64_t seconds) {
  const auto two = [](std::int64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return two(seconds / 3'600) + ":" + two(seconds / 60 % 60) + ":" + two(seconds % 60);
}

// A file of the feed. Files are sent in pieces, so that a journey planner can begin to read.
class FeedFile {
 public:
  explicit FeedFile(std::initializer_list<std::string_view> columns) : csv_(text_) {
    for (const std::string_view column : columns) csv_.text(column);
    csv_.end_record();
  }
  FeedFile(const FeedFile&) = delete;
  FeedFile& operator=(const FeedFile&) = delete;

  Csv& record() { return csv_; }

  void send(Sink& sink) const {
    constexpr std::size_t piece = 16'000;
    for (std::size_t at = 0; at < text_.size(); at += piece) {
      sink.write(std::string_view(text_).substr(at, piece));
      sink.flush();
    }
  }

 private:
  std::string text_;
  Csv csv_;
};

Response run(const Request& request, Services& services) {
  Response response;
  response.set("Content-Type", "text/csv; charset=utf-8")
      .set("Content-Disposition", "attachment; filename=\"stop_times.txt\"")
      .set("Cache-Control", "private, no-store")
      .set("X-Accel-Buffering", "no");
  response.producer = [&services, n = request.knobs.n()](Sink& sink) {
    FeedFile file({"trip_id", "stop_sequence", "stop_id", "arrival_time", "departure_time"});
    services.db.each<StopTime>(
        times_sql,
        [&](const StopTime& each) {
          file.record().number(std::to_string(each.trip)).number(std::to_string(each.sequence));
          file.record().text(each.stop).text(gtfs_time(each.arrives_s)).text(gtfs_time(each.departs_s));
          file.record().end_record();
          return true;
        },
        n);
    file.send(sink);
  };
  return response;
}

}  // namespace

GalleryPage stop_times() {
  return {
      .summary = "when which trip of a bus network is where, as the stop_times file of a GTFS feed",
      .why =
          "Rows are read one by one and the file goes out in pieces, but the pieces are cut from a text that "
          "has the whole file. The first byte waits for the last row, and memory grows with the network.",
      .knobs = {{.name = "n",
                 .help = "rows of the file",
                 .initial = 10'000,
                 .minimum = 1,
                 .maximum = 30'000,
                 .ladder = {40, 160, 640, 2'560, 10'240}},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "streaming-response"}},
  };
}

}  // namespace caseload::gallery
