#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

struct Day {
  std::string day;
  std::int64_t downloads, bytes;
  static constexpr auto columns = std::tuple(&Day::day, &Day::downloads, &Day::bytes);
};

// Statistics begin with the new year.
constexpr std::string_view days_sql =
    "SELECT heard_on, COUNT(*), SUM(bytes) FROM podcast_download "
    "WHERE show_id = ? AND heard_on < DATE '2024-01-01' + INTERVAL ? DAY GROUP BY heard_on ORDER BY heard_on";

constexpr std::int64_t bytes_per_minute = 960'000;

void write(io::JsonWriter& json, const Day& day) {
  json.begin_object().key("day").text(day.day).key("downloads").number(day.downloads);
  json.key("minutes").number(day.bytes / bytes_per_minute).end_object();
}

Response show(const Request& request, Services& services) {
  const auto days = services.db.query<Day>(days_sql, request.knobs.integer("show"), request.knobs.n());
  Response response = data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("show").number(request.knobs.integer("show")).key("days").begin_list();
    for (const Day& day : days) write(json, day);
    json.end_list().end_object();
  });
  return response.set("Cache-Control", "private");
}

}  // namespace

GalleryPage podcast_downloads() {
  return {
      .summary = "the downloads of a podcast day by day, as JSON for the chart on its makers' page",
      .why =
          "The index has the show and the day, but not the bytes. Every download of the days in the chart "
          "is looked up in the table for that one number.",
      .knobs = {items_knob("days in the chart", 640),
                {.name = "show", .help = "number of the podcast", .initial = 4, .minimum = 1, .maximum = 8},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "covering-index"}},
      .known_miss = "the evidence does not say which columns an index has",
  };
}

}  // namespace caseload::gallery
