#include <algorithm>
#include <map>
#include <span>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/partner_calls.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view farm_sql = "SELECT name, silo_tonnes FROM feed_farm WHERE id = ?";
// Each feed has another one with about the same protein.
constexpr std::string_view feeds_sql =
    "SELECT u.feed_no, a.sku, a.name, a.cents, u.bags, b.sku, b.name, b.cents FROM feed_usual AS u "
    "STRAIGHT_JOIN feed_kind AS a ON a.number = u.feed_no STRAIGHT_JOIN feed_kind AS b ON b.number = "
    "a.instead_no "
    "WHERE u.farm_id = ? ORDER BY u.feed_no LIMIT ?";

struct Farm {
  std::string name;
  std::int64_t silo_tonnes;
  static constexpr auto columns = std::tuple(&Farm::name, &Farm::silo_tonnes);
};

struct Feed {
  std::int64_t number;
  std::string sku, name;
  std::int64_t cents, bags;
  std::string instead_sku, instead;
  std::int64_t instead_cents;
  static constexpr auto columns =
      std::tuple(&Feed::number, &Feed::sku, &Feed::name, &Feed::cents, &Feed::bags, &Feed::instead_sku,
                 &Feed::instead, &Feed::instead_cents);
};

using Stock = std::map<std::string, std::int64_t, std::less<>>;

// A hundred feeds in a call, and all calls at the same time.
void ask(const std::vector<std::string>& skus, Services& services, Stock& stock) {
  std::vector<io::HttpCall> calls;
  for (std::span<const std::string> rest(skus); !rest.empty();) {
    const std::size_t size = std::min(rest.size(), partners::max_skus);
    calls.push_back(partners::stock_of(services.db.dataset(), rest.first(size)));
    rest = rest.subspan(size);
  }
  for (const io::HttpReply& reply : services.partners.send_all(calls)) {
    const auto document = partners::document_in(reply);
    const Value::List* items = document ? (*document)["items"].items() : nullptr;
    if (items == nullptr) continue;
    for (const Value& item : *items)
      if (const std::int64_t* bags = item["stock"].integer()) stock.emplace(item["sku"].text_or(""), *bags);
  }
}

bool has(const Stock& stock, const std::string& sku, std::int64_t bags) {
  const auto found = stock.find(sku);
  return found != stock.end() && found->second >= bags;
}

// First what the farm usually takes. Only for what the mill is short of is the other feed asked for.
Stock stock_for(const std::vector<Feed>& feeds, Services& services) {
  Stock stock;
  std::vector<std::string> skus, instead;
  for (const Feed& feed : feeds) skus.push_back(feed.sku);
  ask(skus, services, stock);
  for (const Feed& feed : feeds)
    if (!has(stock, feed.sku, feed.bags) && !stock.contains(feed.instead_sku))
      instead.push_back(feed.instead_sku);
  std::ranges::sort(instead);
  instead.erase(std::unique(instead.begin(), instead.end()), instead.end());
  ask(instead, services, stock);
  return stock;
}

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("farm");
  const auto farm = services.db.query_one<Farm>(farm_sql, id);
  if (!farm) throw NotFound("there is no farm " + std::to_string(id));
  const auto feeds = services.db.query<Feed>(feeds_sql, id, request.knobs.n());
  const Stock stock = stock_for(feeds, services);
  std::int64_t cents = 0, bags = 0;
  Rows rows({"number", "name", "bags", "price", "is_instead", "is_missing"});
  for (const Feed& feed : feeds) {
    const bool is_there = has(stock, feed.sku, feed.bags);
    const bool is_instead = !is_there && has(stock, feed.instead_sku, feed.bags);
    const std::int64_t price = feed.bags * (is_instead ? feed.instead_cents : feed.cents);
    if (is_there || is_instead) {
      cents += price;
      bags += feed.bags;
    }
    rows.add(feed.number, is_instead ? feed.instead : feed.name, feed.bags, price_of(price), is_instead,
             !is_there && !is_instead);
  }
  return services
      .page(Value::object({{"farm", farm->name},
                           {"silo", farm->silo_tonnes},
                           {"feeds", std::move(rows)},
                           {"bags", bags},
                           {"total", price_of(cents)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage feed_offer() {
  return {
      .summary = "a feed mill's offer to a farm: its usual feeds, or others where the mill is short of them",
      .why =
          "Innocent: the mill is asked twice, and for hundreds of feeds. But a call takes a hundred of "
          "them, the calls of a round are sent together, and the second round asks for what the first one "
          "has found to be missing. One query brings the feeds with those to offer instead.",
      .knobs = {items_knob("feeds in the offer", 640),
                {.name = "farm", .help = "number of the farm", .initial = 6, .minimum = 1, .maximum = 20},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
