#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// The functions compute the bounds once; the column is compared as it is.
constexpr std::string_view orders_sql = R"(
  select o.id, date_format(o.placed_at, '%a %d %b'), hour(o.placed_at), upper(o.status), c.name, lower(c.email)
  from (select id, customer_id, placed_at, status from customer_order
        where placed_at >= date_sub(last_day(?), interval 6 day)
          and placed_at < date_add(last_day(?), interval 1 day)
        order by placed_at desc, id desc limit ?) o
  left join customer c on c.id = o.customer_id
  order by o.placed_at desc, o.id desc)";

struct Order {
  std::int64_t id;
  std::string day;
  std::int64_t hour;
  std::string status, customer, email;
  static constexpr auto columns =
      std::tuple(&Order::id, &Order::day, &Order::hour, &Order::status, &Order::customer, &Order::email);
};

std::string_view time_of_day(std::int64_t hour) {
  if (hour < 6) return "at night";
  if (hour < 12) return "in the morning";
  return hour < 18 ? "in the afternoon" : "in the evening";
}

Response show(const Request& request, Services& services) {
  constexpr std::string_view month = "2025-12-01";
  const auto orders = services.db.query<Order>(orders_sql, month, month, request.knobs.n());
  Rows rows({"id", "day", "time", "status", "customer", "email"});
  for (const Order& order : orders)
    rows.add(order.id, order.day, time_of_day(order.hour), order.status, order.customer, order.email);
  return services.page(Value::object({{"month", month}, {"orders", std::move(rows)}}))
      .set("Cache-Control", "private");
}

}  // namespace

GalleryPage last_days() {
  return {
      .summary = "the orders of the last week of a month",
      .why =
          "Functions are all over the query, but in the condition they are applied to the given month and "
          "not "
          "to the column, so the index on the date finds the range and its order.",
      .knobs = {items_knob("orders on the page", 2'560), dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
