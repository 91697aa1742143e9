#include <algorithm>
#include <unordered_map>

#include "lab/gallery_page.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t preload_chunk = 80;

constexpr std::string_view latest_orders =
    "SELECT o.id, DATE_FORMAT(o.placed_at, '%Y-%m-%d'), o.status, c.name FROM customer_order o "
    "LEFT JOIN customer c ON c.id = o.customer_id ORDER BY o.id DESC LIMIT ?";
constexpr std::string_view items_of_orders =
    "SELECT i.order_id, b.title, i.quantity, i.price FROM order_item i "
    "LEFT JOIN book b ON b.id = i.book_id WHERE i.order_id IN (";

struct Order {
  std::int64_t id;
  std::string placed_on, status, customer;
  static constexpr auto columns = std::tuple(&Order::id, &Order::placed_on, &Order::status, &Order::customer);
};

struct Item {
  std::int64_t order_id;
  std::string title;
  std::int64_t quantity;
  std::string price;
  static constexpr auto columns = std::tuple(&Item::order_id, &Item::title, &Item::quantity, &Item::price);
};

using ItemsByOrder = std::unordered_map<std::int64_t, std::vector<Item>>;

// Loads the items of the orders from `begin` on, at most a chunk of them.
void preload(Database& db, const std::vector<Order>& orders, std::size_t begin, ItemsByOrder& into) {
  const std::size_t end = std::min(begin + preload_chunk, orders.size());
  std::string sql(items_of_orders);
  std::vector<Parameter> ids;
  for (std::size_t i = begin; i < end; ++i) {
    sql += i == begin ? "?" : ", ?";
    ids.emplace_back(orders[i].id);
  }
  Cursor cursor = db.run(sql + ") ORDER BY i.order_id, i.id", ids);
  while (cursor.next()) {
    Item item = map_row<Item>(cursor);
    into[item.order_id].push_back(std::move(item));
  }
}

Response show(const Request& request, Services& services) {
  const auto orders = services.db.query<Order>(latest_orders, request.knobs.n());
  ItemsByOrder items;
  Rows rows({"id", "placed_on", "status", "customer", "total", "items"});
  for (std::size_t i = 0; i < orders.size(); ++i) {
    if (i % preload_chunk == 0) preload(services.db, orders, i, items);
    std::int64_t cents = 0;
    Rows lines({"title", "quantity", "price"});
    for (const Item& item : items[orders[i].id]) {
      cents += item.quantity * cents_of(item.price);
      lines.add(item.title, item.quantity, item.price);
    }
    rows.add(orders[i].id, orders[i].placed_on, orders[i].status, orders[i].customer, price_of(cents),
             std::move(lines));
  }
  return services.page(Value::object({{"orders", std::move(rows)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage order_desk() {
  return {
      .summary = "the newest orders with their items and totals",
      .why =
          "The loop over the orders does query, but only at every eightieth order, for the items of the next "
          "eighty. This is a prefetch in chunks.",
      .knobs = {items_knob("orders on the page"), dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
