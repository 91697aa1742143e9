#include <charconv>
#include <cmath>

#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Place {
  double latitude = 52.52, longitude = 13.4;
};

struct Point {
  std::int64_t id;
  std::string name, opens_at, closes_at;
  double squared;
  static constexpr auto columns =
      std::tuple(&Point::id, &Point::name, &Point::opens_at, &Point::closes_at, &Point::squared);
};

// Degrees of longitude are shorter than those of latitude. In our latitudes this is close enough.
constexpr std::string_view nearest_sql =
    "SELECT p.id, p.name, p.opens_at, p.closes_at, "
    "POW(p.latitude - ?, 2) + POW((p.longitude - ?) * 0.63, 2) AS squared "
    "FROM pickup_point p ORDER BY squared, p.id LIMIT 12";
constexpr double km_per_degree = 111.2;

// The cookie `place` is "52.52,13.4", as the browser last knew it.
Place place_of(const Request& request) {
  const auto parts = split(request.cookie("place").value_or(""), ",");
  Place place;
  if (parts.size() != 2) return place;
  Place given;
  const auto read = [](const std::string& text, double& into) {
    return std::from_chars(text.data(), text.data() + text.size(), into).ec == std::errc();
  };
  return read(parts[0], given.latitude) && read(parts[1], given.longitude) ? given : place;
}

Response show(const Request& request, Services& services) {
  const Place place = place_of(request);
  const auto points = services.db.query<Point>(nearest_sql, place.latitude, place.longitude);
  Rows rows({"id", "name", "opens", "closes", "km"});
  for (const Point& point : points)
    rows.add(point.id, point.name, point.opens_at, point.closes_at,
             static_cast<std::int64_t>(std::lround(std::sqrt(point.squared) * km_per_degree)));
  return services.page(Value::object({{"points", std::move(rows)}}))
      .set("Cache-Control", "private, max-age=60");
}

}  // namespace

GalleryPage pickup_points() {
  return {
      .summary = "the twelve pickup points that are nearest to the visitor",
      .why =
          "Innocent: all points are read and sorted for twelve of them, but the distance depends on where "
          "the "
          "visitor is, which no index knows, and there are 240 points in every dataset.",
      .knobs = {dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
