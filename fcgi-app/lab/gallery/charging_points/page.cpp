#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

struct Point {
  std::int64_t number;
  std::string operator_name, street, price;
  double east, north;
  std::int64_t plugs, free_plugs, power_kw;
  bool is_fast;
  static constexpr auto columns =
      std::tuple(&Point::number, &Point::operator_name, &Point::street, &Point::price, &Point::east,
                 &Point::north, &Point::plugs, &Point::free_plugs, &Point::power_kw, &Point::is_fast);
};

constexpr auto points_sql = R"(
  SELECT number, operator, street, price, east, north, plugs, free_plugs, power_kw, power_kw >= 100
    FROM charging_point
   WHERE tile = ?
   ORDER BY number
   LIMIT ?)";

// RFC 7946: longitude first.
void write_geometry(io::JsonWriter& json, const Point& point) {
  json.key("geometry").begin_object().key("type").text("Point").key("coordinates").begin_list();
  json.number(point.east).number(point.north).end_list().end_object();
}

void write_properties(io::JsonWriter& json, const Point& point) {
  json.key("properties").begin_object();
  json.key("operator").text(point.operator_name).key("street").text(point.street);
  json.key("price_per_kwh").text(point.price).key("power_kw").number(point.power_kw);
  json.key("is_fast").boolean(point.is_fast);
  json.key("plugs").begin_object().key("all").number(point.plugs).key("free").number(point.free_plugs);
  json.end_object().end_object();
}

Response show(const Request& request, Services& services) {
  const std::int64_t tile = request.knobs.integer("tile");
  const auto points = services.db.query<Point>(points_sql, tile, request.knobs.n());
  return data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("type").text("FeatureCollection").key("tile").number(tile);
    json.key("features").begin_list();
    for (const Point& point : points) {
      json.begin_object().key("type").text("Feature").key("id").number(point.number);
      write_geometry(json, point);
      write_properties(json, point);
      json.end_object();
    }
    json.end_list().end_object();
  });
}

}  // namespace

GalleryPage charging_points() {
  return {
      .summary = "the charging points on a tile of the map, with their free plugs, as GeoJSON",
      .why =
          "The document is nested and long, but it is never a tree: each value is written once, from the "
          "row to the response. It says no-store because the free plugs change by the second.",
      .knobs = {items_knob("charging points on the tile", 2'560),
                {.name = "tile", .help = "number of the tile", .initial = 5, .minimum = 1, .maximum = 10},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
