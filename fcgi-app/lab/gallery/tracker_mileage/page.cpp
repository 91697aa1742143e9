#include <cmath>

#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// Of the tracker in a van. It reports every forty seconds, and more or less well.
struct Position {
  std::int64_t east_m, north_m, accuracy_m;
  std::string seen_at, telegram;
  static constexpr auto columns = std::tuple(&Position::east_m, &Position::north_m, &Position::accuracy_m,
                                             &Position::seen_at, &Position::telegram);
};

constexpr std::string_view positions_sql =
    "SELECT east_m, north_m, accuracy_m, seen_at, telegram FROM tracker_position WHERE van_id = ? "
    "ORDER BY seen_at";

constexpr double min_step_m = 3;

// Follows the van from one position to the next. A Kalman filter with one gain for both directions smooths
// the track, because an inaccurate position would add a detour that nobody drove.
class Track {
 public:
  void follow(const Position& at) {
    if (at.telegram.ends_with("00")) return;  // the tracker has no satellite in sight
    const auto east = static_cast<double>(at.east_m), north = static_cast<double>(at.north_m);
    const double noise = static_cast<double>(at.accuracy_m * at.accuracy_m);
    if (positions_++ == 0) {
      east_ = east;
      north_ = north;
      variance_ = noise;
      day_ = at.seen_at.substr(0, 10);
      return;
    }
    variance_ += 25.0;
    const double gain = variance_ / (variance_ + noise);
    const double east_step = gain * (east - east_), north_step = gain * (north - north_);
    east_ += east_step;
    north_ += north_step;
    variance_ *= 1 - gain;
    const double step = std::hypot(east_step, north_step);
    if (step < min_step_m)
      ++halts_;
    else
      driven_m_ += step;
    if (at.seen_at.compare(0, 10, day_) != 0) {
      ++days_;
      day_ = at.seen_at.substr(0, 10);
    }
  }

  Value summary() const {
    return Value::object({{"positions", positions_},
                          {"days", days_},
                          {"kilometres", fixed(driven_m_ / 1'000, 1)},
                          {"halts", halts_}});
  }

 private:
  double east_ = 0, north_ = 0, variance_ = 0, driven_m_ = 0;
  std::int64_t positions_ = 0, halts_ = 0, days_ = 1;
  std::string day_;
};

Response show(const Request& request, Services& services) {
  const std::vector<Parameter> parameters{to_parameter(request.knobs.integer("van"))};
  Track track;
  Cursor positions = services.db.run(positions_sql, parameters);
  while (positions.next()) track.follow(map_row<Position>(positions));
  return services.page(track.summary()).set("Cache-Control", "private");
}

}  // namespace

GalleryPage tracker_mileage() {
  return {
      .summary = "the mileage of a delivery van since its tracker was installed",
      .why =
          "Each position is needed once, to move the filter on, but the driver has stored all of them "
          "before the first one is used. Row by row, a few would be in memory at a time.",
      .knobs = {{.name = "van", .help = "number of the van", .initial = 2, .minimum = 1, .maximum = 3},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "iterator"}},
  };
}

}  // namespace caseload::gallery
