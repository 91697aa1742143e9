#include <algorithm>
#include <array>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view roof_sql = "SELECT owner, modules FROM solar_roof WHERE id = ?";
// 8,760 hours of a year, by time. What the battery can take depends on all hours before.
constexpr std::string_view hours_sql =
    "SELECT month, sun_wh, used_wh FROM solar_hour WHERE roof_id = ? ORDER BY hour";

struct Roof {
  std::string owner;
  std::int64_t modules;
  static constexpr auto columns = std::tuple(&Roof::owner, &Roof::modules);
};

struct Hour {
  std::int64_t month, sun_wh, used_wh;
  static constexpr auto columns = std::tuple(&Hour::month, &Hour::sun_wh, &Hour::used_wh);
};

struct Month {
  std::int64_t sun_wh = 0, used_wh = 0, from_grid_wh = 0, to_grid_wh = 0;

  std::int64_t own_percent() const { return used_wh == 0 ? 0 : 100 * (used_wh - from_grid_wh) / used_wh; }
};

class Battery {
 public:
  explicit Battery(std::int64_t capacity_wh) : capacity_wh_(capacity_wh) {}

  // Both return what remains: what the battery could not take, or could not give.
  std::int64_t charge(std::int64_t wh) {
    const std::int64_t taken = std::min(wh, capacity_wh_ - charge_wh_);
    charge_wh_ += taken;
    return wh - taken;
  }
  std::int64_t discharge(std::int64_t wh) {
    const std::int64_t given = std::min(wh, charge_wh_);
    charge_wh_ -= given;
    return wh - given;
  }

 private:
  std::int64_t capacity_wh_, charge_wh_ = 0;
};

using Year = std::array<Month, 12>;

Year simulated(Database& db, std::int64_t roof, std::int64_t capacity_wh) {
  Year year;
  Battery battery(capacity_wh);
  db.each<Hour>(
      hours_sql,
      [&](const Hour& hour) {
        Month& month = year.at(static_cast<std::size_t>(hour.month - 1));
        month.sun_wh += hour.sun_wh;
        month.used_wh += hour.used_wh;
        const std::int64_t surplus = hour.sun_wh - hour.used_wh;
        if (surplus >= 0)
          month.to_grid_wh += battery.charge(surplus);
        else
          month.from_grid_wh += battery.discharge(-surplus);
        return true;
      },
      roof);
  return year;
}

std::string kwh(std::int64_t wh) {
  return fixed(static_cast<double>(wh) / 1'000, 1);
}

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("roof");
  const auto roof = services.db.query_one<Roof>(roof_sql, id);
  if (!roof) throw NotFound("there is no roof " + std::to_string(id));
  const Year year = simulated(services.db, id, 1'000 * request.knobs.integer("battery"));
  Rows months({"month", "sun", "used", "from_grid", "to_grid", "own_percent"});
  for (std::size_t at = 0; at < year.size(); ++at)
    months.add(at + 1, kwh(year[at].sun_wh), kwh(year[at].used_wh), kwh(year[at].from_grid_wh),
               kwh(year[at].to_grid_wh), year[at].own_percent());
  return services
      .page(Value::object({{"owner", roof->owner},
                           {"modules", roof->modules},
                           {"battery", request.knobs.integer("battery")},
                           {"months", std::move(months)}}))
      .set("Cache-Control", "private, max-age=300");
}

}  // namespace

GalleryPage solar_battery() {
  return {
      .summary = "what a battery would do for a solar roof: a year is played through, month by month",
      .why =
          "Innocent: 8,760 rows become twelve lines, but SQL can't add them up. How much the battery takes "
          "in "
          "an hour depends on what is in it, and so on all hours before. The rows are read one by one in the "
          "order of the primary key, and a year never has more of them.",
      .knobs = {{.name = "battery",
                 .help = "what the battery holds, in kWh",
                 .initial = 8,
                 .minimum = 0,
                 .maximum = 40},
                {.name = "roof", .help = "number of the roof", .initial = 2, .minimum = 1, .maximum = 3},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
