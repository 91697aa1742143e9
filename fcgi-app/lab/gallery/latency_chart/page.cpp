#include <array>
#include <charconv>

#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

// Upper ends of the classes of a histogram, in milliseconds.
constexpr std::array<std::int64_t, 12> limits{1, 2, 5, 10, 20, 50, 100, 200, 500, 1'000, 2'000, 5'000};
using Histogram = std::array<std::int64_t, limits.size()>;

constexpr std::string_view minutes_sql =
    "SELECT minute, histogram FROM latency_minute WHERE service_id = ? AND minute >= ? AND minute < ? "
    "ORDER BY minute";

struct Minute {
  std::int64_t minute;
  std::string histogram;  // "0 3 41 ..": the requests of each class
  static constexpr auto columns = std::tuple(&Minute::minute, &Minute::histogram);
};

constexpr std::int64_t minutes_of_point = 15;

void add(std::string_view text, Histogram& to) {
  const char* at = text.data();
  const char* const end = at + text.size();
  for (std::int64_t& requests : to) {
    std::int64_t number = 0;
    at = std::from_chars(at, end, number).ptr;
    requests += number;
    if (at != end) ++at;
  }
}

// The class that has the request at this share of all, by its upper end.
std::int64_t quantile(const Histogram& histogram, std::int64_t percent) {
  std::int64_t all = 0, below = 0;
  for (const std::int64_t requests : histogram) all += requests;
  for (std::size_t at = 0; at < histogram.size(); ++at) {
    below += histogram[at];
    if (below * 100 >= all * percent) return limits[at];
  }
  return limits.back();
}

Response run(const Request& request, Services& services) {
  const std::int64_t points = request.knobs.integer("points");
  constexpr std::int64_t day_ends = 1'440;
  const auto minutes = services.db.query<Minute>(minutes_sql, request.knobs.integer("service"),
                                                 day_ends - points * minutes_of_point, day_ends);
  std::vector<Histogram> merged(static_cast<std::size_t>(points));
  for (const Minute& each : minutes) {
    const std::int64_t back = (day_ends - 1 - each.minute) / minutes_of_point;
    add(each.histogram, merged[static_cast<std::size_t>(points - 1 - back)]);
  }
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("unit").text("ms").key("points").begin_list();
                     for (const Histogram& each : merged) {
                       json.begin_object().key("p50").number(quantile(each, 50));
                       json.key("p95").number(quantile(each, 95)).key("p99").number(quantile(each, 99));
                       json.end_object();
                     }
                     json.end_list().end_object();
                   })
      .set("Cache-Control", "private, max-age=15");
}

}  // namespace

GalleryPage latency_chart() {
  return {
      .summary = "the response times of a service for a chart, a point for each quarter of an hour",
      .why =
          "Fifteen rows are read for each point and only their percentiles are sent. The database can't "
          "merge histograms, and each row is already the summary of a minute with thousands of requests.",
      .knobs =
          {{.name = "points",
            .help = "points of the chart",
            .initial = 32,
            .minimum = 1,
            .maximum = 96,
            .ladder = {4, 12, 32, 96}},
           {.name = "service", .help = "number of the service", .initial = 2, .minimum = 1, .maximum = 4},
           dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
