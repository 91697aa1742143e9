#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

struct Reading {
  std::string taken_at;
  double humidity;
  static constexpr auto columns = std::tuple(&Reading::taken_at, &Reading::humidity);
};

constexpr std::string_view readings_sql =
    "SELECT taken_at, humidity FROM vault_reading WHERE sensor_id = ? AND taken_at >= '2025-01-02' "
    "ORDER BY taken_at LIMIT ?";
constexpr double too_humid = 54.0;

// The chart draws a band for each stretch of time in which the air was too humid.
class Alarms {
 public:
  void see(const Reading& reading) {
    const bool is_on = reading.humidity > too_humid;
    if (is_on && !was_on_) ++count_;
    was_on_ = is_on;
  }
  std::int64_t count() const { return count_; }

 private:
  std::int64_t count_ = 0;
  bool was_on_ = false;
};

Response run(const Request& request, Services& services) {
  const auto readings =
      services.db.query<Reading>(readings_sql, request.knobs.integer("sensor"), request.knobs.n());
  Response response = data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    Alarms alarms;
    json.begin_object().key("unit").text("%").key("points").begin_list();
    for (const Reading& each : readings) {
      alarms.see(each);
      json.begin_list().text(std::string_view(each.taken_at).substr(0, 16)).number(each.humidity).end_list();
    }
    json.end_list().key("alarms").number(alarms.count()).end_object();
  });
  return response.set("Cache-Control", "private, max-age=60");
}

}  // namespace

GalleryPage vault_climate() {
  return {
      .summary = "the air in the vault of rare books: a sensor's readings as JSON for a chart",
      .why =
          "The index finds the sensor's readings in the order of the chart, but the humidity is not in it. "
          "Each of the thousands of readings is looked up in the table for that one number.",
      .knobs = {{.name = "n",
                 .help = "readings in the chart",
                 .initial = 2'000,
                 .minimum = 1,
                 .maximum = 10'240,
                 .ladder = {40, 160, 640, 2'560}},
                {.name = "sensor", .help = "number of the sensor", .initial = 7, .minimum = 1, .maximum = 12},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "covering-index"}},
      .known_miss = "the evidence does not say which columns an index has",
  };
}

}  // namespace caseload::gallery
