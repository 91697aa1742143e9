#include <algorithm>
#include <map>
#include <optional>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view orders_sql =
    "SELECT o.id, DATE_FORMAT(o.placed_at, '%Y-%m-%d'), o.status, SUM(i.quantity), "
    "CAST(SUM(i.quantity * i.price * 100) AS SIGNED) "
    "FROM (SELECT id, placed_at, status FROM customer_order WHERE customer_id = ? "
    "ORDER BY placed_at DESC, id DESC LIMIT ?) AS o "
    "JOIN order_item AS i ON i.order_id = o.id "
    "GROUP BY o.id, o.placed_at, o.status ORDER BY o.placed_at DESC, o.id DESC";
constexpr std::string_view rates_sql = "SELECT up_to_grams, price FROM shipping_rate WHERE zone = ?";
constexpr std::string_view zone_sql =
    "SELECT IF(c.country_id = 1, 'domestic', IF(c.country_id <= 9, 'neighbours', 'overseas')) "
    "FROM customer AS c WHERE c.id = ?";
constexpr std::int64_t grams_per_book = 400, heaviest_parcel = 5'000;

struct Order {
  std::int64_t id;
  std::string placed_on, status;
  std::int64_t copies, cents;
  static constexpr auto columns =
      std::tuple(&Order::id, &Order::placed_on, &Order::status, &Order::copies, &Order::cents);
};
struct Rate {
  std::int64_t up_to_grams;
  std::string price;
  static constexpr auto columns = std::tuple(&Rate::up_to_grams, &Rate::price);
};
struct Zone {
  std::string name;
  static constexpr auto columns = std::tuple(&Zone::name);
};

// What a parcel costs in the customer's zone. Reads zone and rates when the first price is needed.
class Shipping {
 public:
  Shipping(Database& db, std::int64_t customer) : db_(db), customer_(customer) {}

  std::int64_t cents_for(std::int64_t copies) {
    const auto& rates = loaded();
    const auto rate = rates.lower_bound(std::min(copies * grams_per_book, heaviest_parcel));
    return rate == rates.end() ? 0 : rate->second;
  }

 private:
  const std::map<std::int64_t, std::int64_t>& loaded() {
    if (rates_) return *rates_;
    rates_.emplace();
    const auto zone = db_.query_one<Zone>(zone_sql, customer_);
    for (const Rate& rate : db_.query<Rate>(rates_sql, zone ? zone->name : "overseas"))
      rates_->emplace(rate.up_to_grams, cents_of(rate.price));
    return *rates_;
  }

  Database& db_;
  std::int64_t customer_;
  std::optional<std::map<std::int64_t, std::int64_t>> rates_;  // price in cents by weight
};

Response show(const Request& request, Services& services) {
  const auto visitor = visitor_of(request, services.db);
  if (!visitor) throw HttpError(401, "sign in to see your account");
  const auto orders = services.db.query<Order>(orders_sql, visitor->id, request.knobs.n());
  Shipping shipping(services.db, visitor->id);
  Rows rows({"id", "placed_on", "status", "copies", "total", "shipping"});
  for (const Order& order : orders)
    rows.add(order.id, order.placed_on, order.status, order.copies, price_of(order.cents),
             price_of(shipping.cents_for(order.copies)));
  return services.page(Value::object({{"name", visitor->name}, {"orders", std::move(rows)}}))
      .set("Cache-Control", "private, max-age=120")
      .set("Vary", "Accept, Cookie");
}

}  // namespace

GalleryPage account_overview() {
  return {.summary = "the customer's account: the last orders with totals and shipping",
          .why =
              "Innocent: the page is one customer's own and the browser keeps it for two minutes. Zone and "
              "rates are looked up for each line in code, but read from the database once.",
          .knobs = {items_knob("orders on the page", 640), dataset_knob()},
          .run = show};
}

}  // namespace caseload::gallery
