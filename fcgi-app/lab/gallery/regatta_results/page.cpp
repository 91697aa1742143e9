#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view race_sql =
    "SELECT name, water, series_id, DATE_FORMAT(started_at, '%e %M %Y') FROM regatta_race WHERE id = ?";
// A slow type of boat has a factor below 1,000 and wins time by it.
constexpr std::string_view results_sql =
    "SELECT sail, skipper, elapsed_s, ROUND(elapsed_s * factor / 1000) AS corrected_s FROM regatta_finish "
    "WHERE race_id = ? ORDER BY corrected_s, sail";
// A boat's places in all races of the series are added up. A series has eight races.
constexpr std::string_view series_sql = R"(
  SELECT skipper, COUNT(*), CAST(SUM(place) AS SIGNED) AS points
    FROM (SELECT finish.sail, finish.skipper,
                 RANK() OVER (PARTITION BY finish.race_id ORDER BY finish.elapsed_s * finish.factor) AS place
            FROM regatta_race AS race
            JOIN regatta_finish AS finish ON finish.race_id = race.id
           WHERE race.series_id = ?) AS placed
   GROUP BY sail, skipper
   ORDER BY points, sail
   LIMIT 10)";

struct Race {
  std::string name, water;
  std::int64_t series;
  std::string date;
  static constexpr auto columns = std::tuple(&Race::name, &Race::water, &Race::series, &Race::date);
};

struct Finish {
  std::string sail, skipper;
  std::int64_t elapsed_s, corrected_s;
  static constexpr auto columns =
      std::tuple(&Finish::sail, &Finish::skipper, &Finish::elapsed_s, &Finish::corrected_s);
};

struct Standing {
  std::string skipper;
  std::int64_t races, points;
  static constexpr auto columns = std::tuple(&Standing::skipper, &Standing::races, &Standing::points);
};

// 1:07:45
std::string clock_time(std::int64_t seconds) {
  const auto two_digits = [](std::int64_t number) {
    return (number < 10 ? ":0" : ":") + std::to_string(number);
  };
  return std::to_string(seconds / 3'600) + two_digits(seconds / 60 % 60) + two_digits(seconds % 60);
}

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("race");
  const auto race = services.db.query_one<Race>(race_sql, id);
  if (!race) throw NotFound("there is no race " + std::to_string(id));
  const auto results = services.db.query<Finish>(results_sql, id);
  const auto series = services.db.query<Standing>(series_sql, race->series);
  Rows boats({"place", "sail", "skipper", "elapsed", "corrected"}), standings({"skipper", "points", "mean"});
  for (const Finish& each : results)
    boats.add(boats.size() + 1, each.sail, each.skipper, clock_time(each.elapsed_s),
              clock_time(each.corrected_s));
  for (const Standing& each : series)
    standings.add(each.skipper, each.points,
                  fixed(static_cast<double>(each.points) / static_cast<double>(each.races), 1));
  return services
      .page(Value::object({{"name", race->name},
                           {"water", race->water},
                           {"date", race->date},
                           {"boats", std::move(boats)},
                           {"standings", std::move(standings)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage regatta_results() {
  return {
      .summary = "the results of a sailing race by corrected time, and the leaders of its series",
      .why =
          "Innocent: both lists are sorted by an expression, which no index delivers. A race has 45 boats "
          "and "
          "a series eight races, all rows of the race are shown, and they lie side by side in the table. "
          "Protests change results until late, so the pages are not cached on the day.",
      .knobs = {{.name = "race", .help = "number of the race", .initial = 35, .minimum = 1, .maximum = 160},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
