#include "lab/gallery_page.hpp"
#include "shop/services.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

constexpr std::int64_t shared_clerk = 1;  // the desk's account, if nobody has signed in

constexpr std::string_view newest_orders =
    "SELECT o.id, DATE_FORMAT(o.placed_at, '%d %b %Y'), o.status, c.name, o.customer_id "
    "FROM customer_order AS o LEFT JOIN customer AS c ON c.id = o.customer_id "
    "ORDER BY o.id DESC LIMIT ?";
constexpr std::string_view permission_of =
    "SELECT permission FROM customer_permission WHERE customer_id = ? AND permission = ?";

struct Order {
  std::int64_t id;
  std::string placed_on, status, customer;
  std::int64_t customer_id;
  static constexpr auto columns =
      std::tuple(&Order::id, &Order::placed_on, &Order::status, &Order::customer, &Order::customer_id);
};

struct Permission {
  std::string name;
  static constexpr auto columns = std::tuple(&Permission::name);
};

struct Clerk {
  std::int64_t id;

  bool may(std::string_view permission, Database& db) const {
    return db.query_one<Permission>(permission_of, id, permission).has_value();
  }
};

// Cancelled orders were never paid, returned ones are settled, and nobody refunds their own orders.
bool can_refund(const Clerk& clerk, const Order& order, Database& db) {
  if (order.status == "cancelled" || order.status == "returned" || order.customer_id == clerk.id)
    return false;
  return clerk.may("orders.refund", db);
}

Response show(const Request& request, Services& services) {
  const auto visitor = visitor_of(request, services.db);
  const Clerk clerk{.id = visitor ? visitor->id : shared_clerk};
  const auto orders = services.db.query<Order>(newest_orders, request.knobs.n());
  Rows rows({"id", "placed_on", "status", "customer", "can_refund"});
  for (const Order& order : orders)
    rows.add(order.id, order.placed_on, order.status, order.customer, can_refund(clerk, order, services.db));
  return services
      .page(Value::object({{"clerk", visitor ? visitor->name : "Refund desk"}, {"orders", std::move(rows)}}))
      .set("Cache-Control", "private");
}

}  // namespace

GalleryPage refund_desk() {
  return {
      .summary = "the newest orders with a refund button, for clerks who may refund",
      .why =
          "Whether the clerk may refund is read from the database again for nearly every order, with the "
          "same "
          "parameters. It could be read once and kept for the request.",
      .knobs = {items_knob("orders on the page"), dataset_knob()},
      .run = show,
      .labels = {{.name = "repeated-query"}},
  };
}

}  // namespace caseload::gallery
