#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Order {
  std::int64_t id;
  std::string placed_at, status, customer;
  std::int64_t copies;
  static constexpr auto columns =
      std::tuple(&Order::id, &Order::placed_at, &Order::status, &Order::customer, &Order::copies);
};

// Work on Sundays is paid twice. The night shift begins on Saturday at ten and is a matter of its own.
constexpr std::string_view sundays_sql =
    "select o.id, o.placed_at, o.status, c.name, "
    "  (select coalesce(sum(i.quantity), 0) from order_item i where i.order_id = o.id) "
    "from (select id, placed_at, status, customer_id from customer_order "
    "      where placed_at >= ? and placed_at < ? and dayofweek(placed_at) = 1 "
    "      order by placed_at, id limit ?) o "
    "left join customer c on c.id = o.customer_id order by o.placed_at, o.id";
constexpr std::string_view from = "2025-07-01", until = "2026-01-01";

Response show(const Request& request, Services& services) {
  const auto orders = services.db.query<Order>(sundays_sql, from, until, request.knobs.n());
  Value sundays = Value::list();
  std::string_view day;
  for (const Order& order : orders) {
    const std::string_view placed = order.placed_at;
    if (placed.substr(0, 10) != day) {
      day = placed.substr(0, 10);
      sundays.add(Value::object({{"day", day}, {"orders", Value::list()}}));
    }
    Value entry = Value::object({{"id", order.id},
                                 {"time", placed.substr(11, 5)},
                                 {"status", order.status},
                                 {"customer", order.customer},
                                 {"copies", order.copies}});
    sundays.items()->back().members()->back().second.add(std::move(entry));
  }
  return services.page(Value::object({{"sundays", std::move(sundays)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage sunday_orders() {
  return {
      .summary = "the orders that came in on Sundays of the half-year, for the payroll",
      .why =
          "Innocent: DAYOFWEEK() hides the date from an index, but the half-year beside it is a range of the "
          "index, which also has the order of the list. The server stops at the last row shown.",
      .knobs = {items_knob("orders on the page", 2'560), dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
