#include <array>

#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

struct Plot {
  std::int64_t number;
  std::string owner, use;
  double east, north, width, depth;
  static constexpr auto columns = std::tuple(&Plot::number, &Plot::owner, &Plot::use, &Plot::east,
                                             &Plot::north, &Plot::width, &Plot::depth);
};

constexpr std::string_view plots_sql =
    "SELECT r.id, p.name, ELT(1 + r.id % 4, 'arable', 'meadow', 'forest', 'building'), "
    "11.5 + r.id % 400 / 4000, 48.1 + r.id DIV 400 / 4000, "
    "0.0002 + r.id % 7 / 200000, 0.0001 + r.id % 11 / 200000 "
    "FROM (SELECT id, publisher_id FROM book ORDER BY id LIMIT ?) AS r "
    "LEFT JOIN publisher AS p ON p.id = r.publisher_id ORDER BY r.id";

// The corners counterclockwise, and the first one again (RFC 7946 section 3.1.6).
void write_outline(io::JsonWriter& json, const Plot& plot) {
  const double west = plot.east, east = plot.east + plot.width;
  const double south = plot.north, north = plot.north + plot.depth;
  const std::array<std::array<double, 2>, 5> corners{
      {{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}};
  json.key("geometry").begin_object().key("type").text("Polygon");
  json.key("coordinates").begin_list().begin_list();
  for (const auto& [x, y] : corners) json.begin_list().number(x).number(y).end_list();
  json.end_list().end_list().end_object();
}

Response run(const Request& request, Services& services) {
  const auto plots = services.db.query<Plot>(plots_sql, request.knobs.n());
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("type").text("FeatureCollection").key("features").begin_list();
                     for (const Plot& plot : plots) {
                       json.begin_object().key("type").text("Feature").key("id").number(plot.number);
                       write_outline(json, plot);
                       json.key("properties").begin_object().key("owner").text(plot.owner);
                       json.key("use").text(plot.use).end_object().end_object();
                     }
                     json.end_list().end_object();
                   })
      .set("Content-Type", "application/geo+json")
      .set("Cache-Control", "private, max-age=3600");
}

}  // namespace

GalleryPage cadastral_map() {
  return {
      .summary = "the plots of a municipality with their outlines and owners, as GeoJSON for a map",
      .why =
          "The media type is the right one for GeoJSON, but it is not among those that nginx compresses. "
          "A map of coordinates would shrink to a quarter.",
      .knobs = {{.name = "n",
                 .help = "plots on the map",
                 .initial = 2'560,
                 .minimum = 1,
                 .maximum = 10'000,
                 .ladder = {40, 160, 640, 2'560}},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "no-compression"}},
  };
}

}  // namespace caseload::gallery
