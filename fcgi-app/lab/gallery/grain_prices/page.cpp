#include "core/numbers.hpp"
#include "io/json/json.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr int fresh_s = 300, still_sent_s = 600;

constexpr std::string_view grains_sql = R"(
  SELECT g.name, g.unit, d.deliveries, d.tonnes, d.lowest, d.highest, d.euros
    FROM (SELECT grain_id, COUNT(*) AS deliveries, SUM(tonnes) AS tonnes, MIN(euros_per_tonne) AS lowest,
                 MAX(euros_per_tonne) AS highest, SUM(tonnes * euros_per_tonne) AS euros
            FROM grain_delivery GROUP BY grain_id) AS d
    JOIN grain AS g ON g.id = d.grain_id
   ORDER BY g.name)";
constexpr std::string_view silos_sql =
    "SELECT name, free_tonnes FROM grain_silo WHERE free_tonnes > 0 ORDER BY name";
constexpr std::string_view note_sql = "SELECT text FROM grain_note ORDER BY id DESC LIMIT 1";

struct Grain {
  std::string name, unit;
  std::int64_t deliveries, tonnes, lowest, highest, euros;
  static constexpr auto columns = std::tuple(&Grain::name, &Grain::unit, &Grain::deliveries, &Grain::tonnes,
                                             &Grain::lowest, &Grain::highest, &Grain::euros);
};

struct Silo {
  std::string name;
  std::int64_t free_tonnes;
  static constexpr auto columns = std::tuple(&Silo::name, &Silo::free_tonnes);
};

struct Note {
  std::string text;
  static constexpr auto columns = std::tuple(&Note::text);
};

// The mean is weighted by tonnes.
std::string report(Database& db) {
  Value grains = Value::list(), silos = Value::list();
  for (const Grain& each : db.query<Grain>(grains_sql))
    grains.add(Value::object(
        {{"name", each.name},
         {"unit", each.unit},
         {"deliveries", each.deliveries},
         {"lowest", each.lowest},
         {"highest", each.highest},
         {"mean", fixed(static_cast<double>(each.euros) / static_cast<double>(each.tonnes), 2)}}));
  for (const Silo& each : db.query<Silo>(silos_sql))
    silos.add(Value::object({{"name", each.name}, {"free", each.free_tonnes}}));
  const auto note = db.query_one<Note>(note_sql);
  return io::to_json(Value::object({{"grains", std::move(grains)},
                                    {"silos", std::move(silos)},
                                    {"note", note ? note->text : std::string()}}));
}

Response show(const Request& request, Services& services) {
  const CachedText entry{.key = "grain report/" + std::string(name_of(request.knobs.dataset())),
                         .depends = {},
                         .lifetime_s = fresh_s,
                         .stale_s = still_sent_s};
  const auto kept = services.texts.get(entry, [&] { return report(services.db); });
  return services.page(io::from_json(kept.text).value()).set("Cache-Control", "public, max-age=30");
}

}  // namespace

GalleryPage grain_prices() {
  return {
      .summary = "the market report of a grain exchange: prices of the week's deliveries, silos with room",
      .why =
          "Innocent: every delivery of the week is read to find the prices, without a condition, but for the "
          "first visitor only. The report is kept for five minutes. Then one request makes the next one "
          "while the others still get the one before.",
      .knobs = {dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
