#include <array>

#include "io/json/json.hpp"
#include "io/json/json_writer.hpp"
#include "shop/data_page.hpp"

namespace caseload::cases {

namespace {

// [shared]
struct Item {
  std::int64_t order_id;
  std::string title;
  std::optional<double> rating;
  std::int64_t quantity;
  std::string price;
  static constexpr auto columns =
      std::tuple(&Item::order_id, &Item::title, &Item::rating, &Item::quantity, &Item::price);
};

struct Order {
  std::int64_t id;
  std::string placed_at, status, customer;
  std::vector<Item> items;
  static constexpr auto columns = std::tuple(&Order::id, &Order::placed_at, &Order::status, &Order::customer);
};

constexpr std::string_view first_orders =
    "SELECT customer_order.id, DATE_FORMAT(customer_order.placed_at, '%Y-%m-%dT%H:%i:%sZ'), "
    "customer_order.status, customer.name "
    "FROM customer_order LEFT JOIN customer ON customer.id = customer_order.customer_id "
    "ORDER BY customer_order.id LIMIT ?";
constexpr std::string_view their_items =
    "SELECT order_item.order_id, book.title, CAST(book.rating AS DOUBLE), order_item.quantity, "
    "order_item.price "
    "FROM (SELECT id FROM customer_order ORDER BY id LIMIT ?) AS listed "
    "JOIN order_item ON order_item.order_id = listed.id JOIN book ON book.id = order_item.book_id "
    "ORDER BY order_item.order_id, order_item.id";

std::vector<Order> orders_in(Database& db, std::int64_t n) {
  std::vector<Order> orders = db.query<Order>(first_orders, n);
  auto order = orders.begin();
  for (Item& item : db.query<Item>(their_items, n)) {
    while (order != orders.end() && order->id < item.order_id) ++order;
    if (order == orders.end()) break;  // its order was placed between the two queries
    if (order->id == item.order_id) order->items.push_back(std::move(item));
  }
  return orders;
}
// [/shared]

// [slow]
constexpr std::array<std::string_view, 5> order_fields{"id", "placed_at", "status", "customer", "items"};
constexpr std::array<std::string_view, 4> item_fields{"title", "rating", "quantity", "price"};

// How generic code sees a model: as names and values.
Value record_of(const Item& item) {
  return Value::object({{"order_id", item.order_id},
                        {"title", item.title},
                        {"rating", item.rating ? Value(*item.rating) : Value()},
                        {"quantity", item.quantity},
                        {"price", item.price}});
}

Value record_of(const Order& order) {
  return Value::object({{"id", order.id},
                        {"placed_at", order.placed_at},
                        {"status", order.status},
                        {"customer", order.customer}});
}

// Picks the fields of the response by name.
template <std::size_t count>
Value represent(const Value& record, const std::array<std::string_view, count>& fields) {
  Value shown;
  for (const std::string_view field : fields) shown.set(std::string(field), record[field]);
  return shown;
}

Response slow(const Request& request, Services& services) {
  const std::vector<Order> orders = orders_in(services.db, request.knobs.n());
  return data_page(services, [&](std::string& body) {
    Value list = Value::list();
    for (const Order& order : orders) {
      Value items = Value::list();
      // [!] Each item becomes a tree of names and values, and its fields are looked up by name and copied.
      for (const Item& item : order.items) items.add(represent(record_of(item), item_fields));
      Value record = record_of(order);
      // [!] All items are copied again here, and once more by `represent`.
      record.set("items", items);
      list.add(represent(record, order_fields));
    }
    body = io::to_json(Value::object({{"orders", list}}));
  });
}
// [/slow]

// [fast]
void write(io::JsonWriter& json, const Item& item) {
  json.begin_object().key("title").text(item.title).key("rating");
  item.rating ? json.number(*item.rating) : json.null();
  json.key("quantity").number(item.quantity).key("price").text(item.price).end_object();
}

Response fast(const Request& request, Services& services) {
  const std::vector<Order> orders = orders_in(services.db, request.knobs.n());
  return data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("orders").begin_list();
    for (const Order& order : orders) {
      // [!] Each value is written once, straight to the response.
      json.begin_object().key("id").number(order.id).key("placed_at").text(order.placed_at);
      json.key("status").text(order.status).key("customer").text(order.customer);
      json.key("items").begin_list();
      for (const Item& item : order.items) write(json, item);
      json.end_list().end_object();
    }
    json.end_list().end_object();
  });
}
// [/fast]

}  // namespace

Case serializer() {
  const Formula values =
      (4 * items("orders", "orders") + 4 * items("order items", "orders.items")).remark("values printed");
  return {
      .page = "a list of orders with their items, as JSON",
      .knobs = {items_knob("orders in the response"), dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary =
                   "each row is copied into generic objects (field name and value) before it becomes JSON",
               .run = slow,
               .labels = {{.name = "serializer"}},
               .headline =
                   Headline{.key = Key::cpu_render, .second = Key::mem_count, .knobs = {{"n", "640"}}}},
              {.name = "fast",
               .pace = Pace::fast,
               .summary = "each value written straight to the JSON output",
               .run = fast},
          },
      .claims =
          {
              {"slow", Key::sql, 2},
              {"slow", Key::mem_count, at_least(4 * values)},
              {"fast", Key::sql, 2},
              {"fast", Key::mem_count, at_most(2 * values + 100)},
          },
      .demo = {{.title = "a short list"}, {.title = "a long list", .knobs = {{"n", "640"}}}},
  };
}

}  // namespace caseload::cases
