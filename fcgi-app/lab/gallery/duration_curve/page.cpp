#include <algorithm>
#include <functional>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view plant_sql = "SELECT name, base_t FROM heat_plant WHERE id = ?";
constexpr std::string_view year_sql = "SELECT tenths FROM heat_plant_hour WHERE plant_id = ?";
constexpr std::string_view last_sql =
    "SELECT began_at, tenths FROM heat_plant_hour WHERE plant_id = ? ORDER BY began_at DESC LIMIT 12";
constexpr std::size_t hours_apart = 120;
constexpr int curve_kept_s = 1'800;

struct Plant {
  std::string name;
  std::int64_t base_t;
  static constexpr auto columns = std::tuple(&Plant::name, &Plant::base_t);
};
struct Load {
  std::int64_t tenths;
  static constexpr auto columns = std::tuple(&Load::tenths);
};
struct Hour {
  std::string began_at;
  std::int64_t tenths;
  static constexpr auto columns = std::tuple(&Hour::began_at, &Hour::tenths);
};

std::string megawatts(std::int64_t tenths) {
  return fixed(static_cast<double>(tenths) / 10, 1);
}

// The loads of the year from the highest to the lowest: the points of the curve, its peak, and how long the
// base boiler was not enough. A line each.
std::string curve_of(Database& db, std::int64_t id, std::int64_t base_t) {
  auto loads = db.query<Load>(year_sql, id);
  std::ranges::sort(loads, std::greater<>(), &Load::tenths);
  const std::int64_t peak = loads.empty() ? 0 : loads.front().tenths;
  std::string text;
  for (std::size_t i = 0; i < loads.size(); i += hours_apart)
    text += std::to_string(i / 12) + "," +
            std::to_string(210 - 200 * loads[i].tenths / std::max<std::int64_t>(1, peak)) + " ";
  const auto above =
      std::ranges::count_if(loads, [base_t](const Load& each) { return each.tenths > base_t; });
  return text + "\n" + megawatts(peak) + "\n" + grouped(above);
}

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("plant");
  const auto plant = services.db.query_one<Plant>(plant_sql, id);
  if (!plant) throw NotFound("there is no plant " + std::to_string(id));
  const CachedText kept{.key = "load duration " + std::string(name_of(services.db.dataset())) + " " +
                               std::to_string(id) + " " + std::to_string(plant->base_t),
                        .depends = {},
                        .lifetime_s = curve_kept_s};
  const auto curve = services.texts.get(kept, [&] { return curve_of(services.db, id, plant->base_t); });
  const auto lines = lines_of(curve.text);
  const auto hours = services.db.query<Hour>(last_sql, id);
  Rows rows({"began", "megawatts"});
  for (const Hour& each : hours) rows.add(each.began_at.substr(0, 16), megawatts(each.tenths));
  return services
      .page(Value::object({{"name", plant->name},
                           {"points", lines.at(0)},
                           {"peak", lines.at(1)},
                           {"hours_above", lines.at(2)},
                           {"hours", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage duration_curve() {
  return {
      .summary =
          "a plant of a town's district heating: its load duration curve of the year, and the last hours",
      .why =
          "Innocent: the curve needs the 8,760 hours of the year, sorted by load, which are as many in every "
          "database. It is drawn from them once in half an hour and kept as a text of a kilobyte, whose key "
          "has all that it depends on. The last hours are read from the end of the primary key.",
      .knobs = {{.name = "plant", .help = "number of the plant", .initial = 2, .minimum = 1, .maximum = 3},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
