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
    if (order == orders.end()) break;  // of an order placed between the two statements
    if (order->id == item.order_id) order->items.push_back(std::move(item));
  }
  return orders;
}
// [/shared]

// [slow]
constexpr std::array<std::string_view, 5> order_fields{"id", "placed_at", "status", "customer", "items"};
constexpr std::array<std::string_view, 4> item_fields{"title", "rating", "quantity", "price"};

// What a model looks like to a serializer that knows no model: names and values.
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

// The fields that the answer shows, taken by name.
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
      for (const Item& item : order.items) items.add(represent(record_of(item), item_fields));
      Value record = record_of(order);
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

std::int64_t values_shown(const ClaimContext& in) {
  std::int64_t values = 0;
  for (const Value& order : *in.answer["orders"].items())
    values += 4 + 4 * static_cast<std::int64_t>(order["items"].items()->size());
  return values;
}

std::int64_t two(const ClaimContext&) {
  return 2;
}

}  // namespace

Case serializer() {
  return {
      .title = "JSON by way of a tree",
      .category = Category::templates_and_views,
      .page = "n orders with their items, as JSON",
      .lesson =
          {
              .symptom = "An API answers slowly although its statements are quick. The profiler shows no hot "
                         "spot, just allocation, copying and freeing all over the serializer, and memory "
                         "goes up to many times the size of the answer.",
              .why =
                  "The rows are there as structs. The serializer turns each into a generic record, picks the "
                  "wanted fields out of it by name into a second one, puts that into a list, the list into "
                  "the order's record, and so on; in the end the tree is printed and thrown away. Each step "
                  "copies every text below it again.",
              .recognise =
                  "Statements and rows are the same before and after; it is allocations for each printed "
                  "value, and processor time for each byte of the body, that are far above those of a plain "
                  "page. Both grow with n in a straight line, so there is no threshold to stumble over: "
                  "compare with what a value costs at least.",
              .fix = "Write while walking the data: open an object, write key and value, close it, straight "
                     "into the output. What the fields are is then code (or made from a schema once) in "
                     "place of a look-up by name for each value. The bytes are the same.",
              .caution =
                  "A tree is the handy thing where its shape is known only at run time, where several steps "
                  "change it, or where it is small. Hand-written writing can forget a comma or an escape: "
                  "let a writer object care for both, and test against a parser. In Python or Ruby the gain "
                  "comes from going around model objects and serializer classes; the printing itself is in C "
                  "already.",
              .twins =
                  {
                      {.system = "Django",
                       .slow = "class OrderSerializer(serializers.ModelSerializer):\n"
                               "    items = ItemSerializer(many=True)\n\n"
                               "Response(OrderSerializer(orders, many=True).data)  # Django REST framework",
                       .fast = "rows = Order.objects.order_by(\"id\").values(\"id\", \"placed_at\", "
                               "\"status\")[:n]\n"
                               "HttpResponse(orjson.dumps(list(rows)), content_type=\"application/json\")"},
                      {.system = "Rails",
                       .slow = "render json: orders.as_json(include: :items)  # a hash of hashes first",
                       .fast = "json = Oj::StringWriter.new(mode: :compat)\njson.push_array\n"
                               "Order.order(:id).limit(n).pluck(:id, :status).each do |id, status|\n"
                               "  json.push_object\n  json.push_value(id, \"id\")\n"
                               "  json.push_value(status, \"status\")\n  json.pop\nend\njson.pop"},
                      {.system = "Hibernate",
                       .slow = "JsonNode tree = mapper.valueToTree(orders);  // Jackson\n"
                               "return mapper.writeValueAsString(tree);",
                       .fast = "try (JsonGenerator json = factory.createGenerator(out)) {\n"
                               "  json.writeStartArray();\n  for (Order order : orders) {\n"
                               "    json.writeStartObject();\n"
                               "    json.writeNumberField(\"id\", order.getId());\n"
                               "    json.writeEndObject();\n  }\n  json.writeEndArray();\n}"},
                      {.system = "SQL",
                       .slow = "SELECT id, placed_at, status FROM customer_order ORDER BY id LIMIT ?;\n"
                               "-- the tree is built in code",
                       .fast = "SELECT JSON_OBJECT('id', id, 'placed_at', placed_at, 'status', status)\n"
                               "FROM customer_order ORDER BY id LIMIT ?;  -- each row comes printed"},
                  },
          },
      .knobs = {items_knob("orders in the answer"), dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "a generic document tree: fields looked up by name, copied, then printed",
               .run = slow},
              {.name = "fast", .pace = Pace::fast, .summary = "written straight to the output", .run = fast},
          },
      .claims =
          {
              {.variant = "slow", .key = "sql", .formula = "2", .value = two},
              {.variant = "slow",
               .key = "mem-count",
               .formula = "4 for each value printed",
               .value = [](const ClaimContext& in) { return 4 * values_shown(in); },
               .relation = Claim::Relation::at_least},
              {.variant = "fast", .key = "sql", .formula = "2", .value = two},
              {.variant = "fast",
               .key = "mem-count",
               .formula = "2 for each value printed + 100",
               .value = [](const ClaimContext& in) { return 2 * values_shown(in) + 100; },
               .relation = Claim::Relation::at_most},
          },
  };
}

}  // namespace caseload::cases
