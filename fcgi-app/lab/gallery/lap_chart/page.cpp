#include <algorithm>
#include <array>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// Every race of the series has as many laps and cars.
constexpr std::size_t laps = 60, cars = 20;

constexpr std::string_view race_sql = "SELECT title, held_on FROM kart_race WHERE id = ?";
constexpr std::string_view starters_sql =
    "SELECT car, driver, team FROM kart_starter WHERE race_id = ? ORDER BY car";
constexpr std::string_view laps_sql =
    "SELECT lap, car, milliseconds FROM kart_lap WHERE race_id = ? ORDER BY lap, car";

struct Race {
  std::string title, held_on;
  static constexpr auto columns = std::tuple(&Race::title, &Race::held_on);
};
struct Starter {
  std::int64_t car;
  std::string driver, team;
  static constexpr auto columns = std::tuple(&Starter::car, &Starter::driver, &Starter::team);
};
struct Lap {
  std::int64_t number, car, milliseconds;
  static constexpr auto columns = std::tuple(&Lap::number, &Lap::car, &Lap::milliseconds);
};

// The time since the start at which each car ended each lap.
class Chart {
 public:
  explicit Chart(const std::vector<Lap>& driven) {
    for (const Lap& each : driven) {
      const auto lap = static_cast<std::size_t>(each.number), car = static_cast<std::size_t>(each.car);
      if (lap < 1 || lap > laps || car < 1 || car > cars) continue;
      at_ms_[lap][car - 1] = at_ms_[lap - 1][car - 1] + each.milliseconds;
    }
  }

  // One more than the number of cars that were faster until then.
  std::int64_t position(std::size_t lap, std::size_t car) const {
    std::int64_t ahead = 0;
    for (std::size_t other = 0; other < cars; ++other)
      if (at_ms_[lap][other] < at_ms_[lap][car]) ++ahead;
    return 1 + ahead;
  }

  std::int64_t behind_ms(std::size_t car) const {
    return at_ms_[laps][car] - *std::ranges::min_element(at_ms_[laps]);
  }

 private:
  std::array<std::array<std::int64_t, cars>, laps + 1> at_ms_{};
};

std::string line_of(const Chart& chart, std::size_t car) {
  std::string positions;
  for (std::size_t lap = 1; lap <= laps; ++lap)
    positions.append(lap == 1 ? "" : " ").append(std::to_string(chart.position(lap, car)));
  return positions;
}

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("race");
  const auto race = services.db.query_one<Race>(race_sql, id);
  if (!race) throw NotFound("there is no race " + std::to_string(id));
  const auto starters = services.db.query<Starter>(starters_sql, id);
  const Chart chart(services.db.query<Lap>(laps_sql, id));

  Rows rows({"place", "car", "driver", "team", "behind", "line"});
  std::vector<const Starter*> by_place;
  for (const Starter& each : starters) by_place.push_back(&each);
  std::ranges::stable_sort(by_place, {}, [&](const Starter* each) {
    return chart.position(laps, static_cast<std::size_t>(each->car - 1));
  });
  for (const Starter* each : by_place) {
    const auto car = static_cast<std::size_t>(each->car - 1);
    rows.add(chart.position(laps, car), each->car, each->driver, each->team,
             fixed(static_cast<double>(chart.behind_ms(car)) / 1'000, 3), line_of(chart, car));
  }
  return services
      .page(Value::object({{"race", race->title}, {"day", race->held_on}, {"cars", std::move(rows)}}))
      .set("Cache-Control", "private, max-age=300");
}

}  // namespace

GalleryPage lap_chart() {
  return {
      .summary = "the lap chart of a kart race: on which place each kart was at the end of each lap",
      .why =
          "Innocent: all laps of the race are fetched at once, and for each lap every kart is compared with "
          "every other one. But a race has 60 laps and 20 karts in every season and database, and each of "
          "the 1,200 places is a number on the page. The laps come in the order of the primary key.",
      .knobs = {{.name = "race", .help = "number of the race", .initial = 7, .minimum = 1, .maximum = 25},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
