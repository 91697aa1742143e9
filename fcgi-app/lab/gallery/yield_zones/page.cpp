#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>

#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

// What a combine harvester notes every second.
struct Point {
  std::string variety;
  std::int64_t east_m, north_m, kg_per_ha, moisture_permille;
  std::string note;
  static constexpr auto columns = std::tuple(&Point::variety, &Point::east_m, &Point::north_m,
                                             &Point::kg_per_ha, &Point::moisture_permille, &Point::note);

  // Grain is paid at 14 % of water.
  double dry_kg() const {
    return static_cast<double>(kg_per_ha) * (1'000 - static_cast<double>(moisture_permille)) / 860;
  }
};

using Points = std::vector<Point>;
using Fields = std::map<std::string, Points>;  // by variety

constexpr std::string_view points_sql =
    "SELECT variety, east_m, north_m, kg_per_ha, moisture_permille, note FROM harvest_point ORDER BY id";
constexpr std::int64_t zone_m = 200;

Fields fields_of(Database& db) {
  Fields fields;
  db.each<Point>(points_sql, [&](const Point& point) {
    fields[point.variety].push_back(point);
    return true;
  });
  return fields;
}

// Without the headlands, where the machine turns with its header up.
Points while_cutting(const Points& points) {
  Points cutting;
  std::ranges::copy_if(points, std::back_inserter(cutting), [](const Point& point) {
    return point.kg_per_ha > 0 && point.note.find("header up") == std::string::npos;
  });
  return cutting;
}

Points without_outliers(const Points& points) {
  double sum = 0, squares = 0;
  for (const Point& point : points) {
    sum += point.dry_kg();
    squares += point.dry_kg() * point.dry_kg();
  }
  const auto count = static_cast<double>(points.size());
  const double mean = sum / count, deviation = std::sqrt(squares / count - mean * mean);
  Points usual;
  std::ranges::copy_if(points, std::back_inserter(usual), [&](const Point& point) {
    return std::abs(point.dry_kg() - mean) <= 2.5 * deviation;
  });
  return usual;
}

Points lowest_first(Points points) {
  std::ranges::sort(points, {}, &Point::dry_kg);
  return points;
}

struct Zone {
  double dry_kg = 0;
  std::int64_t points = 0;
};

void write_zones(io::JsonWriter& json, const Points& points) {
  std::map<std::pair<std::int64_t, std::int64_t>, Zone> zones;
  for (const Point& point : points) {
    Zone& zone = zones[{point.east_m / zone_m, point.north_m / zone_m}];
    zone.dry_kg += point.dry_kg();
    ++zone.points;
  }
  json.key("zones").begin_list();
  for (const auto& [place, zone] : zones) {
    json.begin_object().key("east").number(place.first * zone_m).key("north").number(place.second * zone_m);
    json.key("kg").number(std::lround(zone.dry_kg / static_cast<double>(zone.points))).end_object();
  }
  json.end_list();
}

void write_field(io::JsonWriter& json, const std::string& variety, const Points& points) {
  const Points usual = without_outliers(while_cutting(points));
  const Points sorted = lowest_first(usual);
  json.begin_object().key("variety").text(variety).key("points").number(std::ssize(usual));
  if (!sorted.empty()) {
    const auto at = [&](std::size_t tenths) {
      return std::lround(sorted[(sorted.size() - 1) * tenths / 10].dry_kg());
    };
    json.key("low").number(at(1)).key("median").number(at(5)).key("high").number(at(9));
    write_zones(json, usual);
  }
  json.end_object();
}

Response run(const Request&, Services& services) {
  const Fields fields = fields_of(services.db);
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("fields").begin_list();
                     for (const auto& [variety, points] : fields) write_field(json, variety, points);
                     json.end_list().end_object();
                   })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage yield_zones() {
  return {
      .summary =
          "a season of a combine harvester: what each variety yielded, and in which parts of the fields",
      .why =
          "All points of the season are kept as objects, by variety, and then copied to leave out the "
          "headlands, again to leave out outliers, and once more to be sorted. Three passes with sums, a "
          "histogram of yields and the zones' totals would need a few kilobytes.",
      .knobs = {dataset_knob()},
      .run = run,
      .labels = {{.name = "memory-profile"}},
  };
}

}  // namespace caseload::gallery
