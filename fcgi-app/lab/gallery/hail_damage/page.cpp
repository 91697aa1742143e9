#include <algorithm>
#include <map>

#include "core/errors.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view storm_sql = "SELECT name, passed_on FROM hail_storm WHERE id = ?";
constexpr std::string_view halls_sql =
    "SELECT town, cars_a_day FROM hail_hall WHERE storm_id = ? ORDER BY cars_a_day DESC, town";
constexpr std::string_view claims_sql =
    "SELECT postcode, cents, is_total_loss FROM hail_claim WHERE storm_id = ?";

struct Storm {
  std::string name, passed_on;
  static constexpr auto columns = std::tuple(&Storm::name, &Storm::passed_on);
};
struct Hall {
  std::string town;
  std::int64_t cars_a_day;
  static constexpr auto columns = std::tuple(&Hall::town, &Hall::cars_a_day);
};
struct Claim {
  std::string postcode;
  std::int64_t cents;
  bool is_total_loss;
  static constexpr auto columns = std::tuple(&Claim::postcode, &Claim::cents, &Claim::is_total_loss);
};

struct Damage {
  std::int64_t claims = 0, cents = 0, worst_cents = 0, total_losses = 0;

  void add(const Claim& claim) {
    ++claims;
    cents += claim.cents;
    worst_cents = std::max(worst_cents, claim.cents);
    total_losses += claim.is_total_loss ? 1 : 0;
  }
};

// The map colours the areas of the first two digits.
using Areas = std::map<std::string, Damage>;

Areas areas_hit_by(std::int64_t storm, Database& db) {
  Areas areas;
  db.each<Claim>(
      claims_sql,
      [&](const Claim& claim) {
        areas[claim.postcode.substr(0, 2)].add(claim);
        return true;
      },
      storm);
  return areas;
}

void write_area(io::JsonWriter& json, std::string_view digits, const Damage& damage) {
  json.begin_object().key("postcodes").text(std::string(digits) + "xxx");
  json.key("claims").number(damage.claims).key("cents").number(damage.cents);
  json.key("mean_cents").number(damage.cents / damage.claims).key("worst_cents").number(damage.worst_cents);
  json.key("total_losses").number(damage.total_losses).end_object();
}

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("storm");
  const auto storm = services.db.query_one<Storm>(storm_sql, id);
  if (!storm) throw NotFound("there is no storm " + std::to_string(id));
  const auto halls = services.db.query<Hall>(halls_sql, id);
  const Areas areas = areas_hit_by(id, services.db);
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("storm").text(storm->name).key("on").text(storm->passed_on);
                     json.key("areas").begin_list();
                     for (const auto& [digits, damage] : areas) write_area(json, digits, damage);
                     json.end_list().key("inspections").begin_list();
                     for (const Hall& each : halls) {
                       json.begin_object().key("town").text(each.town);
                       json.key("cars_a_day").number(each.cars_a_day).end_object();
                     }
                     json.end_list().end_object();
                   })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage hail_damage() {
  return {
      .summary =
          "a car insurer's map after a hailstorm, as JSON: claims and damage of each area, inspections",
      .why =
          "All claims of the storm are read, and counted and added up in code by the first digits of their "
          "postcodes. The rows are taken one by one, so memory is not the problem, but thousands are sent "
          "for a handful of areas. GROUP BY LEFT(postcode, 2) would send a row for each area.",
      .knobs = {{.name = "storm",
                 .help = "number of the storm",
                 .initial = 3,
                 .minimum = 1,
                 .maximum = 5,
                 .ladder = {1, 3, 5}},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "annotation"}},
  };
}

}  // namespace caseload::gallery
