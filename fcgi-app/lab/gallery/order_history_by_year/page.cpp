#include "lab/gallery_page.hpp"

#include <iterator>

#include "io/json/json_writer.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view purchases_of_a_year =
    "SELECT id, DATE_FORMAT(placed_at, '%Y-%m-%d'), status, copies, total FROM purchase_summary "
    "WHERE customer_id = ? AND placed_at >= ? AND placed_at < ? ORDER BY placed_at DESC, id DESC LIMIT ?";

struct Order {
  std::int64_t id;
  std::string day, status;
  std::int64_t copies;
  std::string total;
  static constexpr auto columns =
      std::tuple(&Order::id, &Order::day, &Order::status, &Order::copies, &Order::total);
};

constexpr int first_year = 2023, last_year = 2025;

// From the newest year back, until there are enough.
std::vector<Order> newest_orders(Database& db, std::int64_t customer_id, std::int64_t n) {
  std::vector<Order> orders;
  for (int year = last_year; year >= first_year; --year) {
    const std::int64_t missing = n - std::ssize(orders);
    if (missing <= 0) break;
    auto found = db.query<Order>(purchases_of_a_year, customer_id, std::to_string(year) + "-01-01",
                                 std::to_string(year + 1) + "-01-01", missing);
    orders.insert(orders.end(), std::move_iterator(found.begin()), std::move_iterator(found.end()));
  }
  return orders;
}

Response run(const Request& request, Services& services) {
  constexpr std::int64_t customer_id = 998;
  const auto orders = newest_orders(services.db, customer_id, request.knobs.n());
  Response response = data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("orders").begin_list();
    for (const Order& order : orders) {
      json.begin_object().key("id").number(order.id).key("day").text(order.day).key("status").text(
          order.status);
      json.key("copies").number(order.copies).key("total").text(order.total).end_object();
    }
    json.end_list().end_object();
  });
  return response.set("Cache-Control", "private");
}

}  // namespace

GalleryPage order_history_by_year() {
  return {
      .summary = "a customer's newest orders with their totals, as JSON",
      .why =
          "The query for a year runs again with other dates until there are enough orders: three times at "
          "most. The index has the customer, the date and the id, so only the rows of the page are read.",
      .knobs = {items_knob("orders in the response"), dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
