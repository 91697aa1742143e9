#include <algorithm>
#include <map>

#include "core/errors.hpp"
#include "core/text.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr int price_kept_s = 1'800;

constexpr std::string_view wallbox_sql = "SELECT zone_id, watts, needed_wh FROM wallbox WHERE id = ?";
constexpr std::string_view prices_sql =
    "SELECT slot, tenth_cents FROM spot_price WHERE zone_id = ? AND slot BETWEEN ? AND ?";

struct Wallbox {
  std::int64_t zone_id, watts, needed_wh;
  static constexpr auto columns = std::tuple(&Wallbox::zone_id, &Wallbox::watts, &Wallbox::needed_wh);
};

// Of a quarter of an hour. A slot is its number since midnight.
struct Price {
  std::int64_t slot, tenth_cents;
  static constexpr auto columns = std::tuple(&Price::slot, &Price::tenth_cents);
};

// Prices of the exchange. The feed puts each new one into the cache; what has expired comes from the table.
class SpotPrices {
 public:
  SpotPrices(Services& services, std::int64_t zone) : services_(services), zone_(zone) {}

  std::vector<Price> until(std::int64_t slots) {
    std::vector<Price> prices;
    std::int64_t first_missing = slots;
    for (std::int64_t slot = 0; slot < slots; ++slot) {
      if (const auto price = kept(slot))
        prices.push_back({.slot = slot, .tenth_cents = *price});
      else
        first_missing = std::min(first_missing, slot);
    }
    if (first_missing < slots) load(first_missing, slots - 1, prices);
    return prices;
  }

 private:
  std::string key_of(std::int64_t slot) const {
    return "spot/" + std::string(name_of(services_.db.dataset())) + "/" + std::to_string(zone_) + "/" +
           std::to_string(slot);
  }

  std::optional<std::int64_t> kept(std::int64_t slot) {
    const auto text = services_.cache.get(key_of(slot));
    return text ? whole_number(*text) : std::nullopt;
  }

  void load(std::int64_t from, std::int64_t to, std::vector<Price>& prices) {
    std::erase_if(prices, [from](const Price& price) { return price.slot >= from; });
    for (const Price& price : services_.db.query<Price>(prices_sql, zone_, from, to)) {
      services_.cache.set(key_of(price.slot), std::to_string(price.tenth_cents), price_kept_s);
      prices.push_back(price);
    }
  }

  Services& services_;
  std::int64_t zone_;
};

// The cheapest quarters of an hour that are enough, by time.
std::vector<Price> cheapest(std::vector<Price> prices, const Wallbox& wallbox) {
  const std::int64_t wh_of_a_slot = wallbox.watts / 4;
  const std::int64_t needed = (wallbox.needed_wh + wh_of_a_slot - 1) / wh_of_a_slot;
  std::ranges::stable_sort(prices, {}, &Price::tenth_cents);
  prices.resize(std::min(prices.size(), static_cast<std::size_t>(needed)));
  std::ranges::sort(prices, {}, &Price::slot);
  return prices;
}

Response plan(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("wallbox");
  const auto wallbox = services.db.query_one<Wallbox>(wallbox_sql, id);
  if (!wallbox) throw NotFound("there is no wallbox " + std::to_string(id));
  const auto prices = SpotPrices(services, wallbox->zone_id).until(request.knobs.n());
  const auto chosen = cheapest(prices, *wallbox);
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("wallbox").number(id).key("watts").number(wallbox->watts);
                     json.key("charge").begin_list();
                     for (const Price& each : chosen) {
                       json.begin_object().key("slot").number(each.slot);
                       json.key("tenth_cents").number(each.tenth_cents).end_object();
                     }
                     json.end_list().end_object();
                   })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage charging_plan() {
  return {
      .summary =
          "when a wallbox should charge a car: the cheapest quarters of an hour before it leaves, as JSON",
      .why =
          "The prices are in the cache, but a loop over the quarters of an hour gets one after the other. "
          "The cache could return a hundred of them in one round trip.",
      .knobs =
          {items_knob("quarters of an hour before the car leaves", 640),
           {.name = "wallbox", .help = "number of the wallbox", .initial = 33, .minimum = 1, .maximum = 500},
           dataset_knob()},
      .run = plan,
      .labels = {{.name = "get-loop"}},
  };
}

}  // namespace caseload::gallery
