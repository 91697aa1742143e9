#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view plot_sql =
    "SELECT p.street, p.east_m, p.north_m, p.district_id, d.name, d.officer FROM building_plot AS p "
    "JOIN building_district AS d ON d.id = p.district_id WHERE p.id = ?";
constexpr std::string_view papers_sql =
    "SELECT title, copies FROM building_paper WHERE storeys_from <= ? ORDER BY position";
constexpr std::string_view file_sql = "INSERT INTO building_notice (plot_id, storeys) VALUES (?, ?)";
constexpr std::string_view neighbours_sql =
    "SELECT number, owner, east_m, north_m FROM building_plot WHERE district_id = ? AND id <> ?";
constexpr std::string_view study_sql = "INSERT INTO building_study (notice_id, text) VALUES (?, ?)";
constexpr std::string_view remove_study_sql = "DELETE FROM building_study WHERE notice_id = ?";
constexpr std::string_view remove_sql = "DELETE FROM building_notice WHERE id = ?";
constexpr std::int64_t notices_kept = 500;
constexpr double metres_of_a_storey = 3.1, half_width_m = 8;
constexpr int minutes_apart = 5;

struct Plot {
  std::string street;
  std::int64_t east_m, north_m, district_id;
  std::string district, officer;
  static constexpr auto columns = std::tuple(&Plot::street, &Plot::east_m, &Plot::north_m, &Plot::district_id,
                                             &Plot::district, &Plot::officer);
};

struct Paper {
  std::string title;
  std::int64_t copies;
  static constexpr auto columns = std::tuple(&Paper::title, &Paper::copies);
};

struct Neighbour {
  std::int64_t number;
  std::string owner;
  std::int64_t east_m, north_m;
  static constexpr auto columns =
      std::tuple(&Neighbour::number, &Neighbour::owner, &Neighbour::east_m, &Neighbour::north_m);
};

// The tip of the building's shadow at a moment, from where the building is.
struct Shadow {
  double east_m, north_m;

  bool covers(double east, double north) const {
    const double along = (east * east_m + north * north_m) / (east_m * east_m + north_m * north_m);
    const double part = std::clamp(along, 0.0, 1.0);
    const double aside = east - part * east_m, ahead = north - part * north_m;
    return aside * aside + ahead * ahead <= half_width_m * half_width_m;
  }
};

// On a day of each week, while the sun is at least six degrees high.
std::vector<Shadow> shadows_of(double height_m) {
  constexpr double latitude = 0.91, tilt = 0.409, lowest_sine = 0.105;
  std::vector<Shadow> shadows;
  for (int week = 0; week < 52; ++week) {
    const double declination = -tilt * std::cos(2 * std::numbers::pi * (week + 1.5) / 52);
    for (int minute = 7 * 60; minute <= 19 * 60; minute += minutes_apart) {
      const double angle = std::numbers::pi * (minute - 720) / 720;
      const double up = std::sin(latitude) * std::sin(declination) +
                        std::cos(latitude) * std::cos(declination) * std::cos(angle);
      if (up < lowest_sine) continue;
      const double east = -std::cos(declination) * std::sin(angle);
      const double north = std::cos(latitude) * std::sin(declination) -
                           std::sin(latitude) * std::cos(declination) * std::cos(angle);
      shadows.push_back({.east_m = -east * height_m / up, .north_m = -north * height_m / up});
    }
  }
  return shadows;
}

// For the officer, who will hear the neighbours that lose more than four hours of sun in those days.
std::string study_of(const Plot& plot, std::int64_t plot_id, std::int64_t storeys, Database& db) {
  const std::vector<Shadow> shadows = shadows_of(static_cast<double>(storeys) * metres_of_a_storey);
  std::string text = plot.street + ", " + std::to_string(storeys) + " storeys\n";
  db.each<Neighbour>(
      neighbours_sql,
      [&](const Neighbour& each) {
        const auto east = static_cast<double>(each.east_m - plot.east_m);
        const auto north = static_cast<double>(each.north_m - plot.north_m);
        const std::int64_t minutes = minutes_apart * std::ranges::count_if(shadows, [&](const Shadow& at) {
                                       return at.covers(east, north);
                                     });
        if (minutes > 240)
          text += std::to_string(each.number) + " " + each.owner + ": " + std::to_string(minutes) + " min\n";
        return true;
      },
      plot.district_id, plot_id);
  return text;
}

Response file_notice(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t id = request.knobs.integer("plot"), storeys = request.knobs.integer("storeys");
  const auto plot = db.query_one<Plot>(plot_sql, id);
  if (!plot) throw NotFound("there is no plot " + std::to_string(id));
  std::int64_t notice = 0;
  db.transaction([&] {
    db.execute(file_sql, id, storeys);
    notice = db.last_insert_id();
    db.execute(remove_study_sql, notice - notices_kept);
    db.execute(remove_sql, notice - notices_kept);
  });
  db.execute(study_sql, notice, study_of(*plot, id, storeys, db));
  const auto papers = db.query<Paper>(papers_sql, storeys);
  Rows rows({"title", "copies"});
  for (const Paper& each : papers) rows.add(each.title, each.copies);
  return services
      .page(Value::object({{"notice", notice},
                           {"street", plot->street},
                           {"district", plot->district},
                           {"officer", plot->officer},
                           {"papers", std::move(rows)}}))
      .set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage building_notice() {
  return {
      .summary =
          "a notice to build is handed in at the building office, which says which papers are still missing",
      .why =
          "Before the page says that the notice has arrived, a study of its shadow over the year is made "
          "against all plots of the district. Only the officer will open it, days later, so a background "
          "job could make it.",
      .knobs =
          {{.name = "plot", .help = "number of the plot", .initial = 4'711, .minimum = 1, .maximum = 30'000},
           {.name = "storeys", .help = "how high", .initial = 4, .minimum = 1, .maximum = 12},
           dataset_knob()},
      .run = file_notice,
      .labels = {{.name = "background-task"}},
      .method = Method::post,
      .known_miss = "no parameter and no dataset makes the study longer, and nothing says who reads it",
  };
}

}  // namespace caseload::gallery
