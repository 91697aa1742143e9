#include "io/json/json.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

struct Order {
  std::int64_t id, customer_id;
  std::string placed_at, status;
  static constexpr auto columns =
      std::tuple(&Order::id, &Order::customer_id, &Order::placed_at, &Order::status);
};

struct Recipient {
  std::string name, country_code, country;
  static constexpr auto columns = std::tuple(&Recipient::name, &Recipient::country_code, &Recipient::country);
};

constexpr std::string_view last_orders =
    "select id, customer_id, placed_at, status from customer_order order by id desc limit ?";
constexpr std::string_view recipient_sql =
    "select c.name, k.code, k.name from customer c join country k on k.id = c.country_id where c.id = ?";

Value recipient_model(Database& db, std::int64_t customer_id) {
  const auto recipient = db.query_one<Recipient>(recipient_sql, customer_id);
  if (!recipient) return {};
  return Value::object({{"name", recipient->name},
                        {"country", recipient->country},
                        {"label", recipient->country_code + "-" + std::to_string(customer_id)}});
}

Value stop_model(Database& db, const Order& order) {
  return Value::object({{"order", order.id},
                        {"day", order.placed_at.substr(0, 10)},
                        {"deliver", order.status != "cancelled"},
                        {"recipient", recipient_model(db, order.customer_id)}});
}

// The couriers' app loads it when a tour begins.
Response run(const Request& request, Services& services) {
  Value stops = Value::list();
  for (const Order& order : services.db.query<Order>(last_orders, request.knobs.n()))
    stops.add(stop_model(services.db, order));
  Response response = data_page(services, [&](std::string& body) {
    body = io::to_json(Value::object({{"stops", std::move(stops)}}));
  });
  return response.set("Cache-Control", "private, max-age=30");
}

}  // namespace

GalleryPage courier_stops() {
  return {
      .summary = "the stops of a courier's tour as JSON: order, day, recipient",
      .why =
          "The function that builds the model of a stop calls another one, which queries the recipient. So "
          "each order has a query of its own; one query that joins customer and country would do.",
      .knobs = {items_knob("stops in the response", 2'560), dataset_knob()},
      .run = run,
      .labels = {{.name = "n-plus-one"}},
  };
}

}  // namespace caseload::gallery
