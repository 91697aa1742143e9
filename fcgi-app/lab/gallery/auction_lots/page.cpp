#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view lots_sql = "SELECT id, name, price FROM indexed_product ORDER BY id DESC LIMIT ?";
constexpr int auction_s = 3'600;

struct Lot {
  std::int64_t id;
  std::string name, opening_price;
  static constexpr auto columns = std::tuple(&Lot::id, &Lot::name, &Lot::opening_price);
};

// The highest bids live in the cache while the auction runs; bids are accepted by another page. The first
// visitor opens the bidding.
std::string highest_bid(const Lot& lot, Services& services) {
  const std::string key =
      "auction/" + std::string(name_of(services.db.dataset())) + "/" + std::to_string(lot.id);
  if (auto bid = services.cache.get(key)) return *std::move(bid);
  services.cache.add(key, lot.opening_price, auction_s);
  return lot.opening_price;
}

Response show(const Request& request, Services& services) {
  const auto lots = services.db.query<Lot>(lots_sql, request.knobs.n());
  Rows rows({"id", "name", "opening_price", "bid", "has_bids"});
  for (const Lot& lot : lots) {
    std::string bid = highest_bid(lot, services);
    const bool has_bids = bid != lot.opening_price;
    rows.add(lot.id, lot.name, lot.opening_price, std::move(bid), has_bids);
  }
  return services.page(Value::object({{"lots", std::move(rows)}})).set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage auction_lots() {
  return {
      .summary = "the lots of the charity auction with the highest bid on each",
      .why = "The bid on each lot is fetched from the cache on its own. One call could fetch all bids.",
      .knobs = {items_knob("lots on the page", 2'560), dataset_knob()},
      .run = show,
      .labels = {{.name = "get-loop"}},
  };
}

}  // namespace caseload::gallery
