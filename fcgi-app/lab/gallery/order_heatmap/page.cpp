#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view all_orders_sql =
    "select weekday(placed_at), hour(placed_at), count(*) from customer_order group by 1, 2 order by 1, 2";
constexpr std::string_view own_orders_sql =
    "select weekday(placed_at), hour(placed_at), count(*) from customer_order where customer_id = ? "
    "group by 1, 2 order by 1, 2";

struct Cell {
  std::int64_t day, hour, orders;
  static constexpr auto columns = std::tuple(&Cell::day, &Cell::hour, &Cell::orders);
};

constexpr std::size_t days = 7, hours = 24;
constexpr std::array<std::string_view, days> day_names{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
using Week = std::array<std::int64_t, days * hours>;

Week week_of(const std::vector<Cell>& cells) {
  Week week{};
  for (const Cell& cell : cells)
    week[static_cast<std::size_t>(cell.day) * hours + static_cast<std::size_t>(cell.hour)] = cell.orders;
  return week;
}

Week everybodys_week(Services& services) {
  const std::string text =
      services.texts
          .get({.key = "orders by weekday and hour " + std::string(name_of(services.db.dataset())),
                .depends = {},
                .lifetime_s = 3'600,
                .stale_s = 300},
               [&] {
                 std::string numbers;
                 for (const std::int64_t orders : week_of(services.db.query<Cell>(all_orders_sql)))
                   numbers += std::to_string(orders) + " ";
                 return numbers;
               })
          .text;
  Week week{};
  const auto numbers = split(text, " ");
  for (std::size_t at = 0; at < std::min(week.size(), numbers.size()); ++at)
    week[at] = whole_number(numbers[at]).value_or(0);
  return week;
}

Response show(const Request& request, Services& services) {
  const auto visitor = visitor_of(request, services.db);
  const Week all = everybodys_week(services);
  const Week own = visitor ? week_of(services.db.query<Cell>(own_orders_sql, visitor->id)) : Week{};
  const std::int64_t busiest = std::max<std::int64_t>(1, *std::max_element(all.begin(), all.end()));
  Value rows = Value::list();
  for (std::size_t day = 0; day < days; ++day) {
    Value cells = Value::list();
    for (std::size_t hour = 0; hour < hours; ++hour)
      cells.add(Value::object(
          {{"shade", 9 * all[day * hours + hour] / busiest}, {"is_own", own[day * hours + hour] > 0}}));
    rows.add(Value::object({{"day", day_names[day]}, {"cells", std::move(cells)}}));
  }
  return services.page(Value::object({{"days", std::move(rows)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage order_heatmap() {
  return {
      .summary = "at what hours of the week people order, with the visitor's own hours marked",
      .why =
          "Innocent: all orders are grouped by functions of their date, but at most once an hour, because "
          "the "
          "numbers are cached. Only the visitor's own orders are read each time. Both loops have a fixed "
          "end.",
      .knobs = {dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
