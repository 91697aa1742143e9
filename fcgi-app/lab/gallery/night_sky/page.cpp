#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/numbers.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

// The stars that one can see from a city.
struct Star {
  std::string name, constellation;
  std::int64_t magnitude_centi, right_ascension_mdeg, declination_mdeg;
  static constexpr auto columns = std::tuple(&Star::name, &Star::constellation, &Star::magnitude_centi,
                                             &Star::right_ascension_mdeg, &Star::declination_mdeg);
};

constexpr std::string_view stars_sql =
    "SELECT name, constellation, magnitude_centi, right_ascension_mdeg, declination_mdeg FROM bright_star";

constexpr std::size_t max_shown = 25;
constexpr double lowest_altitude = 10;  // degrees; below are the houses

double radians(double degrees) {
  return degrees * std::numbers::pi / 180;
}

struct Position {
  double altitude, azimuth;  // degrees, the azimuth from the north
};

// Meeus, Astronomical Algorithms, chapter 13.
Position position_of(const Star& star, double latitude_deg, double sidereal_deg) {
  const double hour_angle = radians(sidereal_deg - static_cast<double>(star.right_ascension_mdeg) / 1'000);
  const double declination = radians(static_cast<double>(star.declination_mdeg) / 1'000);
  const double latitude = radians(latitude_deg);
  const double sine = std::sin(latitude) * std::sin(declination) +
                      std::cos(latitude) * std::cos(declination) * std::cos(hour_angle);
  const double azimuth = std::atan2(std::sin(hour_angle), std::cos(hour_angle) * std::sin(latitude) -
                                                              std::tan(declination) * std::cos(latitude));
  return {.altitude = std::asin(std::clamp(sine, -1.0, 1.0)) * 180 / std::numbers::pi,
          .azimuth = azimuth * 180 / std::numbers::pi + 180};
}

struct Visible {
  const Star* star;
  Position at;
};

std::vector<Visible> visible_in(const std::vector<Star>& stars, double latitude, double sidereal) {
  std::vector<Visible> visible;
  for (const Star& star : stars)
    if (const Position at = position_of(star, latitude, sidereal); at.altitude >= lowest_altitude)
      visible.push_back({.star = &star, .at = at});
  std::ranges::stable_sort(visible, {}, [](const Visible& each) { return each.star->magnitude_centi; });
  if (visible.size() > max_shown) visible.resize(max_shown);
  return visible;
}

Response run(const Request& request, Services& services) {
  const auto latitude = static_cast<double>(request.knobs.integer("latitude"));
  const auto sidereal = static_cast<double>(15 * request.knobs.integer("hour"));
  const auto stars = services.db.query<Star>(stars_sql);
  const auto visible = visible_in(stars, latitude, sidereal);
  Response response = data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("stars").begin_list();
    for (const Visible& each : visible) {
      json.begin_object().key("name").text(each.star->name);
      json.key("in").text(each.star->constellation);
      json.key("magnitude").text(fixed(static_cast<double>(each.star->magnitude_centi) / 100, 2));
      json.key("altitude").text(fixed(each.at.altitude, 1)).key("azimuth").text(fixed(each.at.azimuth, 1));
      json.end_object();
    }
    json.end_list().end_object();
  });
  response.set("Cache-Control", "private, max-age=60");
  return response;
}

}  // namespace

GalleryPage night_sky() {
  return {
      .summary = "the brightest stars above the roofs of a place at an hour, as JSON for a telescope's app",
      .why =
          "Innocent: the whole table is read and most of its rows are dropped in code. But there are 280 "
          "stars at every size of the database, and which are up takes spherical trigonometry for a place "
          "and an hour.",
      .knobs = {{.name = "latitude",
                 .help = "of the place, in degrees",
                 .initial = 52,
                 .minimum = -66,
                 .maximum = 66,
                 .ladder = {-33, 0, 52}},
                {.name = "hour",
                 .help = "sidereal time",
                 .initial = 22,
                 .minimum = 0,
                 .maximum = 23,
                 .ladder = {2, 12, 22}},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
