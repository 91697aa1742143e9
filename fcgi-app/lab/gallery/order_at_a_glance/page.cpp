#include "lab/gallery_page.hpp"

#include "core/errors.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Order {
  std::int64_t customer_id;
  std::string status, placed_at;
  static constexpr auto columns = std::tuple(&Order::customer_id, &Order::status, &Order::placed_at);
};
struct Customer {
  std::string name, email;
  std::int64_t country_id;
  static constexpr auto columns = std::tuple(&Customer::name, &Customer::email, &Customer::country_id);
};
struct Line {
  std::string title;
  std::int64_t quantity;
  std::string price;
  static constexpr auto columns = std::tuple(&Line::title, &Line::quantity, &Line::price);
};
struct Earlier {
  std::int64_t id;
  std::string status;
  static constexpr auto columns = std::tuple(&Earlier::id, &Earlier::status);
};
struct Text {
  std::string value;
  static constexpr auto columns = std::tuple(&Text::value);
};

constexpr std::int64_t grams_per_copy = 380;

Value text_of(const std::optional<Text>& found) {
  return found ? Value(found->value) : Value();
}

Response show(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t id = request.knobs.integer("order");
  const auto order = db.query_one<Order>(
      "SELECT customer_id, status, DATE_FORMAT(placed_at, '%Y-%m-%d %H:%i') FROM customer_order WHERE id = ?",
      id);
  if (!order) throw NotFound("there is no order " + std::to_string(id));
  const auto customer =
      db.query_one<Customer>("SELECT name, email, country_id FROM customer WHERE id = ?", order->customer_id)
          .value();
  const auto country = db.query_one<Text>("SELECT name FROM country WHERE id = ?", customer.country_id);
  const auto last_seen = db.query_one<Text>(
      "SELECT DATE_FORMAT(last_seen_at, '%Y-%m-%d') FROM session WHERE customer_id = ? LIMIT 1",
      order->customer_id);
  const auto may_return = db.query_one<Text>(
      "SELECT permission FROM customer_permission WHERE customer_id = ? AND permission = 'orders.refund'",
      order->customer_id);

  std::int64_t copies = 0;
  Value lines = Value::list();
  for (const Line& line :
       db.query<Line>("SELECT b.title, i.quantity, i.price FROM order_item AS i "
                      "JOIN book AS b ON b.id = i.book_id WHERE i.order_id = ? ORDER BY i.id",
                      id)) {
    copies += line.quantity;
    lines.add(Value::object({{"title", line.title}, {"quantity", line.quantity}, {"price", line.price}}));
  }
  const auto postage = db.query_one<Text>(
      "SELECT price FROM shipping_rate WHERE zone = 'domestic' AND up_to_grams >= ? ORDER BY up_to_grams "
      "LIMIT 1",
      copies * grams_per_copy);
  const auto earlier = db.query<Earlier>(
      "SELECT id, status FROM customer_order WHERE customer_id = ? AND id < ? ORDER BY id DESC LIMIT 5",
      order->customer_id, id);
  const auto last_review = db.query_one<Text>(
      "SELECT body FROM review WHERE customer_id = ? ORDER BY id DESC LIMIT 1", order->customer_id);

  Rows earlier_orders({"id", "status"});
  for (const Earlier& each : earlier) earlier_orders.add(each.id, each.status);
  return services
      .page(Value::object({{"id", id},
                           {"status", order->status},
                           {"placed_at", order->placed_at},
                           {"customer", customer.name},
                           {"email", customer.email},
                           {"country", text_of(country)},
                           {"last_seen", text_of(last_seen)},
                           {"may_return", may_return.has_value()},
                           {"postage", text_of(postage)},
                           {"last_review", text_of(last_review)},
                           {"lines", std::move(lines)},
                           {"earlier", std::move(earlier_orders)}}))
      .set("Cache-Control", "private");
}

}  // namespace

GalleryPage order_at_a_glance() {
  return {
      .summary = "all that the support team wants to know about an order, on one page",
      .why =
          "Nine queries, but each is another one, by primary key or by an index, and their number does not "
          "depend on the data.",
      .knobs = {{.name = "order",
                 .help = "number of the order",
                 .initial = 9'000,
                 .minimum = 1,
                 .maximum = 10'000,
                 .ladder = {120, 4'711, 9'000}},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
