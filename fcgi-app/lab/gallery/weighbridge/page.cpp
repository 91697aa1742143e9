#include <algorithm>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view lorry_sql =
    "SELECT l.plate, l.tare_kg, l.max_kg, h.name FROM bridge_lorry AS l "
    "JOIN bridge_haulier AS h ON h.id = l.haulier_id WHERE l.id = ?";
constexpr std::string_view material_sql = "SELECT name, cents_per_tonne FROM bridge_material WHERE id = ?";
constexpr std::string_view earlier_sql =
    "SELECT DATE_FORMAT(w.weighed_at, '%Y-%m-%d'), m.name, w.gross_kg FROM (SELECT id, material_id, "
    "gross_kg, weighed_at "
    "FROM bridge_weighing WHERE lorry_id = ? AND id <= 100000000 ORDER BY id DESC LIMIT 5) AS w "
    "STRAIGHT_JOIN bridge_material AS m ON m.id = w.material_id ORDER BY w.id DESC";
constexpr std::string_view weigh_sql =
    "INSERT INTO bridge_weighing (lorry_id, material_id, gross_kg) VALUES (?, ?, ?)";
constexpr std::string_view remove_sql = "DELETE FROM bridge_weighing WHERE id = ? AND id > 100000000";
// Weighings of the running site are numbered from a hundred million. This many of them are kept.
constexpr std::int64_t weighings_kept = 1'000;

struct Lorry {
  std::string plate;
  std::int64_t tare_kg, max_kg;
  std::string haulier;
  static constexpr auto columns = std::tuple(&Lorry::plate, &Lorry::tare_kg, &Lorry::max_kg, &Lorry::haulier);
};
struct Material {
  std::string name;
  std::int64_t cents_per_tonne;
  static constexpr auto columns = std::tuple(&Material::name, &Material::cents_per_tonne);
};
struct Earlier {
  std::string day, material;
  std::int64_t gross_kg;
  static constexpr auto columns = std::tuple(&Earlier::day, &Earlier::material, &Earlier::gross_kg);
};

std::string tonnes(std::int64_t kilograms) {
  return fixed(static_cast<double>(kilograms) / 1'000, 2);
}

// Lorries are weighed when they are empty, too, once a month. A load is what they weigh more today.
std::int64_t load_of(const Lorry& lorry, std::int64_t gross_kg) {
  return std::max<std::int64_t>(0, gross_kg - lorry.tare_kg);
}

Response weigh(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t id = request.knobs.integer("lorry"), gross_kg = request.knobs.integer("gross_kg");
  const auto lorry = db.query_one<Lorry>(lorry_sql, id);
  if (!lorry) throw NotFound("there is no lorry " + std::to_string(id));
  const auto material = db.query_one<Material>(material_sql, request.knobs.integer("material"));
  if (!material) throw NotFound("there is no such material");
  const auto earlier = db.query<Earlier>(earlier_sql, id);
  db.transaction([&] {
    db.execute(weigh_sql, id, request.knobs.integer("material"), gross_kg);
    db.execute(remove_sql, db.last_insert_id() - weighings_kept);
  });
  const std::int64_t load_kg = load_of(*lorry, gross_kg);
  Rows before({"day", "material", "tonnes"});
  for (const Earlier& each : earlier)
    before.add(each.day, each.material, tonnes(load_of(*lorry, each.gross_kg)));
  return services
      .page(Value::object(
          {{"plate", lorry->plate},
           {"haulier", lorry->haulier},
           {"material", material->name},
           {"gross", tonnes(gross_kg)},
           {"tare", tonnes(lorry->tare_kg)},
           {"load", tonnes(load_kg)},
           {"is_too_heavy", gross_kg > lorry->max_kg},
           {"price", fixed(static_cast<double>(load_kg * material->cents_per_tonne / 1'000) / 100, 2)},
           {"before", std::move(before)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage weighbridge() {
  return {
      .summary = "a lorry is weighed at a gravel pit: its ticket with load and price, and its last loads",
      .why =
          "Innocent: three queries read by keys, and the transaction has no more than the INSERT and the "
          "removal of one old row. What a ticket shows is read before it begins, and no row is shared by "
          "lorries: the day's total is summed by the accounts, not counted at the bridge.",
      .knobs =
          {{.name = "lorry", .help = "number of the lorry", .initial = 207, .minimum = 1, .maximum = 900},
           {.name = "material", .help = "number of the material", .initial = 4, .minimum = 1, .maximum = 12},
           {.name = "gross_kg",
            .help = "what the bridge shows",
            .initial = 31'460,
            .minimum = 3'500,
            .maximum = 60'000},
           dataset_knob()},
      .run = weigh,
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
