#include <chrono>

#include "io/cache/cached_response.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view levels_sql = R"(
  SELECT t.region, c.species, CAST(AVG(c.grains) AS SIGNED), MAX(c.grains), COUNT(DISTINCT c.trap_id)
    FROM pollen_count AS c
    JOIN pollen_trap AS t ON t.id = c.trap_id
   WHERE c.counted_at >= '2025-05-01'
   GROUP BY t.region, c.species
   ORDER BY t.region, AVG(c.grains) DESC, c.species)";
constexpr std::string_view seasons_sql =
    "SELECT species, begins, ends FROM pollen_season ORDER BY begins, species";

struct Level {
  std::string region, species;
  std::int64_t mean, highest, traps;
  static constexpr auto columns =
      std::tuple(&Level::region, &Level::species, &Level::mean, &Level::highest, &Level::traps);
};

struct Season {
  std::string species, begins, ends;
  static constexpr auto columns = std::tuple(&Season::species, &Season::begins, &Season::ends);
};

std::string_view word_for(std::int64_t grains) {
  if (grains < 40) return "low";
  return grains < 75 ? "moderate" : "high";
}

Response forecast(Services& services) {
  const auto levels = services.db.query<Level>(levels_sql);
  const auto seasons = services.db.query<Season>(seasons_sql);
  Rows rows({"region", "species", "level", "grains", "highest", "traps"});
  for (const Level& each : levels)
    rows.add(each.region, each.species, word_for(each.mean), each.mean, each.highest, each.traps);
  Rows calendar({"species", "begins", "ends"});
  for (const Season& each : seasons) calendar.add(each.species, each.begins, each.ends);
  return services.page(Value::object({{"levels", std::move(rows)}, {"seasons", std::move(calendar)}}))
      .set("Cache-Control", "public, max-age=600");
}

// The traps report once an hour, so each hour has an edition of its own.
std::string edition(const Clock& clock) {
  return std::to_string((clock.now().time_since_epoch() % std::chrono::hours(1)).count());
}

Response show(const Request& request, Services& services) {
  const std::string format = request.format == Format::json ? "json" : "html";
  const CachedText kept{.key = "pollen " + std::string(name_of(services.db.dataset())) + " " + format + " " +
                               edition(services.clock),
                        .lifetime_s = 3'600};
  return cached_response(services.texts, kept, [&] { return forecast(services); });
}

}  // namespace

GalleryPage pollen_forecast() {
  return {
      .summary = "the pollen of the last days in each region, for people with hay fever",
      .why =
          "The page is the same for everyone and is to be cached for an hour. But its key has the time "
          "since the last full hour instead of the hour itself, so it is another one at each request: every "
          "visitor has "
          "the counts added up again, and leaves an entry that nobody will ever find.",
      .knobs = {dataset_knob()},
      .run = show,
      .labels = {{.name = "response-cache"}},
  };
}

}  // namespace caseload::gallery
