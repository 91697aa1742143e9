#include "lab/gallery_page.hpp"

#include "shop/services.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

struct Count {
  std::int64_t orders, open;
  static constexpr auto columns = std::tuple(&Count::orders, &Count::open);
};

struct Order {
  std::int64_t id;
  std::string placed_on, status;
  std::int64_t lines;
  static constexpr auto columns = std::tuple(&Order::id, &Order::placed_on, &Order::status, &Order::lines);
};

constexpr std::string_view count_sql =
    "SELECT COUNT(*), COALESCE(SUM(status IN ('paid', 'shipped')), 0) FROM customer_order WHERE customer_id "
    "= "
    "?";
constexpr std::string_view orders_sql =
    "SELECT o.id, DATE_FORMAT(o.placed_at, '%Y-%m-%d'), o.status, "
    "(SELECT COUNT(*) FROM order_item AS i WHERE i.order_id = o.id) FROM customer_order AS o "
    "WHERE o.customer_id = ? ORDER BY o.id DESC LIMIT ?";

Response guest(Services& services) {
  return services.page(Value::object({{"orders", Value::list()}}))
      .set("Cache-Control", "private")
      .set("Vary", "Accept, Cookie");
}

Response show(const Request& request, Services& services) {
  const auto visitor = visitor_of(request, services.db);
  if (!visitor) return guest(services);
  const Count count = services.db.query_one<Count>(count_sql, visitor->id).value();
  const auto orders = services.db.query<Order>(orders_sql, visitor->id, request.knobs.n());
  Rows rows({"id", "placed_on", "status", "lines"});
  for (const Order& order : orders) rows.add(order.id, order.placed_on, order.status, order.lines);
  return services
      .page(Value::object({{"name", visitor->name},
                           {"count", count.orders},
                           {"open", count.open},
                           {"orders", std::move(rows)}}))
      .set("Cache-Control", "private")
      .set("Vary", "Accept, Cookie");
}

}  // namespace

GalleryPage my_orders_counted() {
  return {
      .summary = "a customer's orders, with how many there are and how many are open",
      .why =
          "The exact number is counted on each visit, and a subquery counts the lines of each order. Both "
          "count through an index the few rows that belong to the customer.",
      .knobs = {items_knob("orders on the page at most", 640), dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
