#include <algorithm>

#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Lot {
  std::int64_t id;
  std::string name, opening_price;
  static constexpr auto columns = std::tuple(&Lot::id, &Lot::name, &Lot::opening_price);
};

struct Live {
  std::optional<std::string> bid, watchers;
};

constexpr std::string_view lots_sql = "select id, name, price from indexed_product order by id limit ?";
constexpr std::size_t lots_per_call = 250;

// Bid and watchers of a lot are separate entries in the cache. The board asks for those of many lots at once.
std::vector<Live> live_of(const std::vector<Lot>& lots, Services& services) {
  const std::string prefix = "lot/" + std::string(name_of(services.db.dataset())) + "/";
  std::vector<Live> live;
  live.reserve(lots.size());
  for (std::size_t from = 0; from < lots.size(); from += lots_per_call) {
    std::vector<std::string> keys;
    for (std::size_t at = from; at < std::min(from + lots_per_call, lots.size()); ++at) {
      keys.push_back(prefix + std::to_string(lots[at].id) + "/bid");
      keys.push_back(prefix + std::to_string(lots[at].id) + "/watchers");
    }
    auto found = services.cache.get_many(keys);
    for (std::size_t at = 0; at + 1 < found.size(); at += 2)
      live.push_back({.bid = std::move(found[at]), .watchers = std::move(found[at + 1])});
  }
  return live;
}

Response show(const Request& request, Services& services) {
  const auto lots = services.db.query<Lot>(lots_sql, request.knobs.n());
  const auto live = live_of(lots, services);
  Rows rows({"id", "name", "price", "watchers", "has_bids"});
  for (std::size_t at = 0; at < lots.size(); ++at) {
    const auto& [bid, watchers] = live[at];
    rows.add(lots[at].id, lots[at].name, bid ? *bid : lots[at].opening_price,
             whole_number(watchers.value_or("0")).value_or(0), bid.has_value());
  }
  return services.page(Value::object({{"lots", std::move(rows)}})).set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage lot_board() {
  return {
      .summary = "the board in the auction room: all lots with their bids and how many people watch them",
      .why =
          "Two entries of the cache belong to each lot, and most of them are not there. But they are "
          "requested "
          "for together, those of 250 lots in a call, and what is missing has a value of its own.",
      .knobs = {items_knob("lots on the board", 2'560), dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
