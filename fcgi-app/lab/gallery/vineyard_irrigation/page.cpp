#include <algorithm>
#include <array>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view block_sql =
    "SELECT name, grape, station_id, root_cm, sand_percent FROM vine_block WHERE id = ?";
constexpr std::string_view days_sql =
    "SELECT day, rain_um, evaporation_um FROM vine_weather_day WHERE station_id = ? AND day BETWEEN ? AND ? "
    "ORDER BY day";
constexpr std::string_view plan_sql = "INSERT INTO vine_plan (block_id, drip_mm, litres) VALUES (?, ?, ?)";
constexpr std::string_view turns_sql = "INSERT INTO vine_plan_turn (plan_id, day, hours) VALUES ";
constexpr std::string_view remove_turns_sql = "DELETE FROM vine_plan_turn WHERE plan_id = ?";
constexpr std::string_view remove_sql = "DELETE FROM vine_plan WHERE id = ?";
constexpr std::int64_t first_day = 121, last_day = 273;  // May to September
constexpr std::int64_t plans_kept = 200;
constexpr std::size_t layers = 6;

struct Block {
  std::string name, grape;
  std::int64_t station_id, root_cm, sand_percent;
  static constexpr auto columns =
      std::tuple(&Block::name, &Block::grape, &Block::station_id, &Block::root_cm, &Block::sand_percent);
};

struct WeatherDay {
  std::int64_t day, rain_um, evaporation_um;
  static constexpr auto columns =
      std::tuple(&WeatherDay::day, &WeatherDay::rain_um, &WeatherDay::evaporation_um);
};

struct Turn {
  std::int64_t day, hours;
  std::string soil_mm;
};

// Water in six layers of soil, in millimetres. What a layer can't hold seeps into the one below.
class Soil {
 public:
  explicit Soil(const Block& block)
      : capacity_mm_(static_cast<double>(block.root_cm) / layers *
                     (2.2 - static_cast<double>(block.sand_percent) / 80)),
        drains_(0.05 + static_cast<double>(block.sand_percent) / 400) {
    water_.fill(capacity_mm_ * 0.8);
  }

  void add(double millimetres) { water_.front() += millimetres; }

  void pass_an_hour(double evaporation_mm) {
    for (std::size_t at = 0; at < layers; ++at) {
      const double over = std::max(0.0, water_[at] - capacity_mm_);
      const double seeps = over * 0.5 + water_[at] * drains_ / 240;
      water_[at] -= seeps;
      if (at + 1 < layers) water_[at + 1] += seeps;
      const double part = static_cast<double>(layers - at) / 21;  // 6 + 5 + .. + 1
      water_[at] = std::max(0.0, water_[at] - evaporation_mm * part);
    }
  }

  double water_mm() const {
    double sum = 0;
    for (const double each : water_) sum += each;
    return sum;
  }
  bool is_dry() const { return water_mm() < capacity_mm_ * layers * 0.45; }

 private:
  double capacity_mm_, drains_;
  std::array<double, layers> water_{};
};

// Hour by hour. The drip lines run at night, for up to eight hours, when the vines lack water.
std::vector<Turn> turns_for(const Block& block, const std::vector<WeatherDay>& days, double drip_mm) {
  Soil soil(block);
  std::vector<Turn> turns;
  for (const WeatherDay& day : days) {
    std::int64_t hours = 0;
    for (int hour = 0; hour < 24; ++hour) {
      if (hour < 8 && soil.is_dry()) {
        soil.add(drip_mm);
        ++hours;
      }
      soil.add(static_cast<double>(day.rain_um) / 24'000);
      soil.pass_an_hour(hour > 6 && hour < 19 ? static_cast<double>(day.evaporation_um) / 12'000 : 0);
    }
    if (hours > 0) turns.push_back({.day = day.day, .hours = hours, .soil_mm = fixed(soil.water_mm(), 0)});
  }
  return turns;
}

// At most one turn for each of the 153 days.
void store(Database& db, std::int64_t block, std::int64_t drip_mm, std::int64_t litres,
           const std::vector<Turn>& turns) {
  db.execute(plan_sql, block, drip_mm, litres);
  const std::int64_t plan = db.last_insert_id();
  std::string sql(turns_sql);
  std::vector<Parameter> values;
  for (const Turn& each : turns) {
    sql += values.empty() ? "(?, ?, ?)" : ", (?, ?, ?)";
    values.insert(values.end(), {to_parameter(plan), to_parameter(each.day), to_parameter(each.hours)});
  }
  if (!values.empty()) db.run_write(sql, values);
  if (plan <= plans_kept) return;
  db.execute(remove_turns_sql, plan - plans_kept);
  db.execute(remove_sql, plan - plans_kept);
}

Response make_plan(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("block"), drip_mm = request.knobs.integer("drip_mm");
  const auto block = services.db.query_one<Block>(block_sql, id);
  if (!block) throw NotFound("there is no block " + std::to_string(id));
  const auto days = services.db.query<WeatherDay>(days_sql, block->station_id, first_day, last_day);
  const std::vector<Turn> turns = turns_for(*block, days, static_cast<double>(drip_mm));
  std::int64_t hours = 0;
  Rows rows({"day", "hours", "soil_mm"});
  for (const Turn& each : turns) {
    hours += each.hours;
    rows.add(each.day, each.hours, each.soil_mm);
  }
  const std::int64_t litres = hours * drip_mm * 10'000;  // for a hectare
  services.db.transaction([&] { store(services.db, id, drip_mm, litres, turns); });
  return services
      .page(Value::object({{"block", block->name},
                           {"grape", block->grape},
                           {"litres", grouped(litres)},
                           {"nights", turns.size()},
                           {"turns", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage vineyard_irrigation() {
  return {
      .summary =
          "a winegrower has the summer's irrigation of a block planned, and sees in which nights it runs",
      .why =
          "Innocent: the soil of a whole summer is simulated hour by hour before the page is sent, in three "
          "nested loops. But the nights are what the winegrower waits for, the season has 153 days of 24 "
          "hours, and it takes a millisecond. The plan is stored by one INSERT, when all of it is known.",
      .knobs = {{.name = "block", .help = "number of the block", .initial = 88, .minimum = 1, .maximum = 600},
                {.name = "drip_mm",
                 .help = "millimetres that the lines give in an hour",
                 .initial = 2,
                 .minimum = 1,
                 .maximum = 6},
                dataset_knob()},
      .run = make_plan,
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
