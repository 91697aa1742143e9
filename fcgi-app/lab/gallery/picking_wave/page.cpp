#include <algorithm>
#include <iterator>
#include <numeric>
#include <span>
#include <utility>

#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::int64_t cart_grams = 90'000;
constexpr std::int64_t waves_kept = 50;

constexpr std::string_view open_sql = "INSERT INTO wave (hall_id) VALUES (?)";
constexpr std::string_view fill_sql =
    "INSERT INTO wave_pick (wave_id, demand_id, aisle, bay, level, pieces, grams) "
    "SELECT ?, id, aisle, bay, level, pieces, grams FROM wave_demand WHERE hall_id = ? ORDER BY id LIMIT ?";
constexpr std::string_view picks_sql =
    "SELECT demand_id, aisle, bay, level, pieces, grams FROM wave_pick WHERE wave_id = ?";
constexpr std::string_view place_sql =
    "UPDATE wave_pick SET cart = ?, stop = ? WHERE wave_id = ? AND demand_id = ?";
constexpr std::string_view remove_picks_sql = "DELETE FROM wave_pick WHERE wave_id = ?";
constexpr std::string_view remove_sql = "DELETE FROM wave WHERE id = ?";

struct Pick {
  std::int64_t demand, aisle, bay, level, pieces, grams;
  static constexpr auto columns =
      std::tuple(&Pick::demand, &Pick::aisle, &Pick::bay, &Pick::level, &Pick::pieces, &Pick::grams);
};

// Odd aisles are walked towards the back, even ones towards the front.
bool comes_first(const Pick& one, const Pick& other) {
  if (one.aisle != other.aisle) return one.aisle < other.aisle;
  if (one.bay != other.bay) return one.aisle % 2 == 1 ? one.bay < other.bay : one.bay > other.bay;
  return std::pair(one.level, one.demand) < std::pair(other.level, other.demand);
}

std::int64_t grams_of(std::span<const Pick> picks) {
  return std::accumulate(picks.begin(), picks.end(), std::int64_t{0},
                         [](std::int64_t sum, const Pick& each) { return sum + each.grams; });
}

struct Cart {
  std::int64_t first_aisle, last_aisle, stops, pieces, grams;
};

class Wave {
 public:
  Wave(Database& db, std::int64_t id) : db_(db), id_(id) {}

  // What is too heavy for one cart is halved until each half fits.
  void load(std::span<const Pick> picks) {
    if (picks.empty()) return;
    if (picks.size() > 1 && grams_of(picks) > cart_grams) {
      load(picks.first(picks.size() / 2));
      load(picks.subspan(picks.size() / 2));
      return;
    }
    Cart cart{picks.front().aisle, picks.back().aisle, std::ssize(picks), 0, grams_of(picks)};
    std::int64_t stop = 0;
    for (const Pick& each : picks) {
      db_.execute(place_sql, std::ssize(carts_) + 1, ++stop, id_, each.demand);
      cart.pieces += each.pieces;
    }
    carts_.push_back(cart);
  }

  const std::vector<Cart>& carts() const { return carts_; }

 private:
  Database& db_;
  std::int64_t id_;
  std::vector<Cart> carts_;
};

void remove_wave(Database& db, std::int64_t id) {
  if (id < 1) return;
  db.execute(remove_picks_sql, id);
  db.execute(remove_sql, id);
}

Response release(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t hall = request.knobs.integer("hall");
  std::int64_t id = 0;
  std::vector<Cart> carts;
  db.transaction([&] {
    db.execute(open_sql, hall);
    id = db.last_insert_id();
    db.execute(fill_sql, id, hall, request.knobs.n());
    auto picks = db.query<Pick>(picks_sql, id);
    std::sort(picks.begin(), picks.end(), comes_first);
    Wave wave(db, id);
    wave.load(picks);
    carts = wave.carts();
    remove_wave(db, id - waves_kept);
  });
  Response response = data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("hall").number(hall).key("carts").begin_list();
    for (const Cart& cart : carts) {
      json.begin_object().key("aisles").begin_list().number(cart.first_aisle).number(cart.last_aisle);
      json.end_list().key("stops").number(cart.stops).key("pieces").number(cart.pieces);
      json.key("grams").number(cart.grams).end_object();
    }
    json.end_list().end_object();
  });
  return response.set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage picking_wave() {
  return {
      .summary = "a warehouse releases a wave: picks are put in walking order and spread over carts, as JSON",
      .why =
          "The picks are copied with one query. But when a cart is full, each of its picks gets its cart and "
          "its stop with an UPDATE of its own. All of them are known by then, and one UPDATE for each few "
          "hundred would store them.",
      .knobs = {items_knob("picks in the wave", 2'560),
                {.name = "hall", .help = "number of the hall", .initial = 2, .minimum = 1, .maximum = 4},
                dataset_knob()},
      .run = release,
      .labels = {{.name = "bulk-update"}},
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
