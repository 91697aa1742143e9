#include <algorithm>

#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view newest_orders =
    "SELECT o.id, DATE_FORMAT(o.placed_at, '%Y-%m-%d'), TO_DAYS(o.placed_at), o.status "
    "FROM customer_order AS o ORDER BY o.placed_at DESC, o.id DESC LIMIT ?";
constexpr std::string_view holidays_of_country =
    "SELECT TO_DAYS(day) FROM public_holiday WHERE country = ? ORDER BY day";

struct Order {
  std::int64_t id;
  std::string placed_on;
  std::int64_t day;  // number of the day, as TO_DAYS counts
  std::string status;
  static constexpr auto columns = std::tuple(&Order::id, &Order::placed_on, &Order::day, &Order::status);

  bool is_under_way() const { return status == "paid" || status == "shipped"; }
};

struct Holiday {
  std::int64_t day;
  static constexpr auto columns = std::tuple(&Holiday::day);
};

constexpr std::string_view warehouse_country = "NL";

class Calendar {
 public:
  explicit Calendar(Database& db) : db_(db) {}

  // The day after the given number of working days.
  std::int64_t add_working_days(std::int64_t day, int count) {
    const auto holidays = db_.query<Holiday>(holidays_of_country, warehouse_country);
    while (count > 0) {
      ++day;
      const bool is_weekend = day % 7 < 2;  // day 0 is a Saturday
      if (!is_weekend && std::ranges::find(holidays, day, &Holiday::day) == holidays.end()) --count;
    }
    return day;
  }

 private:
  Database& db_;
};

Response run(const Request& request, Services& services) {
  constexpr int packing_days = 1, transport_days = 3;
  Calendar calendar(services.db);
  const auto orders = services.db.query<Order>(newest_orders, request.knobs.n());
  Rows rows({"id", "placed_on", "status", "days"});
  rows.reserve(orders.size());
  for (const Order& order : orders) {
    std::optional<std::int64_t> days;
    if (order.is_under_way())
      days = calendar.add_working_days(order.day, packing_days + transport_days) - order.day;
    rows.add(order.id, order.placed_on, order.status, days);
  }
  return services.page(Value::object({{"orders", std::move(rows)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage delivery_dates() {
  return {
      .summary = "the newest orders, with the days until delivery for those under way",
      .why =
          "The public holidays are read again for each order that is under way, always those of the same "
          "country. The calendar could read them once.",
      .knobs = {items_knob("orders on the page"), dataset_knob()},
      .run = run,
      .labels = {{.name = "repeated-query"}},
  };
}

}  // namespace caseload::gallery
