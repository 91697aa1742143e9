#include <array>

#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view by_weekday_sql = R"(
  SELECT WEEKDAY(o.placed_at) AS day, COUNT(DISTINCT o.id), SUM(i.quantity),
         COUNT(DISTINCT IF(o.status = 'returned', o.id, NULL))
    FROM customer_order AS o
    JOIN order_item AS i ON i.order_id = o.id
   GROUP BY day
   ORDER BY day)";
constexpr std::string_view open_sql =
    "SELECT id, status FROM customer_order WHERE customer_id = ? AND status IN ('paid', 'shipped') ORDER BY "
    "id DESC";
constexpr std::array<std::string_view, 7> days{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                               "Friday", "Saturday", "Sunday"};

struct Weekday {
  std::int64_t day, orders, copies, returned;
  static constexpr auto columns =
      std::tuple(&Weekday::day, &Weekday::orders, &Weekday::copies, &Weekday::returned);
};

struct Open {
  std::int64_t id;
  std::string status;
  static constexpr auto columns = std::tuple(&Open::id, &Open::status);
};

std::string per_cent(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? "0" : fixed(100.0 * static_cast<double>(part) / static_cast<double>(whole), 1);
}

Response show(const Request& request, Services& services) {
  const auto visitor = visitor_of(request, services.db);
  std::vector<Open> open;
  if (visitor) open = services.db.query<Open>(open_sql, visitor->id);
  const auto weekdays = services.db.query<Weekday>(by_weekday_sql);

  Rows own({"id", "status"});
  for (const Open& each : open) own.add(each.id, each.status);
  Rows rows({"day", "orders", "copies", "returned"});
  for (const Weekday& each : weekdays)
    rows.add(days.at(static_cast<std::size_t>(each.day)), grouped(each.orders), grouped(each.copies),
             per_cent(each.returned, each.orders));
  return services.page(Value::object({{"open", std::move(own)}, {"weekdays", std::move(rows)}}))
      .set("Cache-Control", "private")
      .set("Vary", "Accept, Cookie");
}

}  // namespace

GalleryPage when_to_order() {
  return {
      .summary = "the visitor's open orders, and on which days of the week the shop has most to do",
      .why =
          "The figures of the weekdays add up all orders with all their lines. They are the same for "
          "every visitor and hardly change within an hour, but each request computes them again.",
      .knobs = {dataset_knob()},
      .run = show,
      .labels = {{.name = "query-cache"}},
  };
}

}  // namespace caseload::gallery
