#include <map>
#include <utility>

#include "core/text.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::int64_t tiles_across = 20;
constexpr int demand_lasts_s = 600;

constexpr std::string_view cars_sql =
    "SELECT tile_y, tile_x, COUNT(*), MAX(charge_percent) FROM sharing_car "
    "WHERE city_id = ? AND tile_y BETWEEN ? AND ? AND tile_x BETWEEN ? AND ? AND is_free = 1 "
    "GROUP BY tile_y, tile_x";

struct FreeCars {
  std::int64_t y, x, cars, best_charge;
  static constexpr auto columns =
      std::tuple(&FreeCars::y, &FreeCars::x, &FreeCars::cars, &FreeCars::best_charge);
};

struct Tile {
  std::int64_t y, x;
  auto operator<=>(const Tile&) const = default;
};

// How many people have looked for a car in a tile lately. Such a count is not worth a table.
class Demand {
 public:
  Demand(Services& services, std::int64_t city)
      : cache_(services.cache),
        prefix_("demand/" + std::string(name_of(services.db.dataset())) + "/" + std::to_string(city) + "/") {}

  void note(const Tile& tile) { cache_.increment(key_of(tile), 1, 1, demand_lasts_s); }
  std::int64_t in(const Tile& tile) const {
    const auto looked = cache_.get(key_of(tile));
    return looked ? whole_number(trimmed(*looked)).value_or(0) : 0;
  }

 private:
  std::string key_of(const Tile& tile) const {
    return prefix_ + std::to_string(tile.y) + "/" + std::to_string(tile.x);
  }

  Cache& cache_;
  std::string prefix_;
};

// The tiles that a screen shows, row by row.
class Screen {
 public:
  Screen(std::int64_t tiles, std::int64_t x) : tiles_(tiles), x_(x) {}

  Tile tile(std::int64_t at) const { return {.y = at / tiles_across, .x = x_ + at % tiles_across}; }
  Tile last() const { return {.y = (tiles_ - 1) / tiles_across, .x = x_ + tiles_across - 1}; }
  std::int64_t size() const { return tiles_; }

 private:
  std::int64_t tiles_, x_;
};

std::map<Tile, FreeCars> free_cars(Database& db, std::int64_t city, const Screen& screen) {
  std::map<Tile, FreeCars> cars;
  const Tile first = screen.tile(0), last = screen.last();
  for (const FreeCars& each : db.query<FreeCars>(cars_sql, city, first.y, last.y, first.x, last.x))
    cars.emplace(Tile{.y = each.y, .x = each.x}, each);
  return cars;
}

Response run(const Request& request, Services& services) {
  const std::int64_t city = request.knobs.integer("city");
  const Screen screen(request.knobs.n(), request.knobs.integer("x"));
  const auto cars = free_cars(services.db, city, screen);
  Demand demand(services, city);
  demand.note(screen.tile(screen.size() / 2));
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("tiles").begin_list();
                     for (std::int64_t at = 0; at < screen.size(); ++at) {
                       const Tile tile = screen.tile(at);
                       const auto here = cars.find(tile);
                       const std::int64_t count = here == cars.end() ? 0 : here->second.cars;
                       json.begin_object().key("x").number(tile.x).key("y").number(tile.y);
                       json.key("cars").number(count);
                       if (count > 0) json.key("charge").number(here->second.best_charge);
                       json.key("scarce").boolean(demand.in(tile) > 2 * count).end_object();
                     }
                     json.end_list().end_object();
                   })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage demand_map() {
  return {
      .summary = "the map of a car-sharing app, as JSON: free cars in each tile, and where they are scarce",
      .why =
          "The free cars of the screen come with one query. The demand in a tile is a counter in the cache, "
          "and the loop over the tiles fetches one counter at a time. All keys are known before, so one "
          "call could fetch them.",
      .knobs = {items_knob("tiles on the screen", 640),
                {.name = "city", .help = "number of the city", .initial = 2, .minimum = 1, .maximum = 8},
                {.name = "x", .help = "leftmost tile", .initial = 4, .minimum = 0, .maximum = 12},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "get-loop"}},
  };
}

}  // namespace caseload::gallery
