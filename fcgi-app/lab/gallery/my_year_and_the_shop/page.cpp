#include <array>

#include "lab/gallery_page.hpp"
#include "shop/services.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view own_sql =
    "SELECT MONTH(o.placed_at), SUM(i.quantity), 1 FROM customer_order AS o "
    "JOIN order_item AS i ON i.order_id = o.id WHERE o.customer_id = ? "
    "AND o.placed_at >= '2025-01-01' AND o.placed_at < '2026-01-01' GROUP BY MONTH(o.placed_at)";
constexpr std::string_view everybody_sql =
    "SELECT MONTH(o.placed_at), SUM(i.quantity), COUNT(DISTINCT o.customer_id) FROM customer_order AS o "
    "JOIN order_item AS i ON i.order_id = o.id "
    "WHERE o.placed_at >= '2025-01-01' AND o.placed_at < '2026-01-01' GROUP BY MONTH(o.placed_at)";

struct Month {
  std::int64_t month, copies, customers;
  static constexpr auto columns = std::tuple(&Month::month, &Month::copies, &Month::customers);
};

constexpr std::array<std::string_view, 12> month_names = {"January",   "February", "March",    "April",
                                                          "May",       "June",     "July",     "August",
                                                          "September", "October",  "November", "December"};

// Copies in tenths, so that a mean is a whole number.
using Year = std::array<std::int64_t, 12>;
Year tenths_of(const std::vector<Month>& months) {
  Year year{};
  for (const Month& each : months)
    year[static_cast<std::size_t>(each.month - 1)] = each.copies * 10 / each.customers;
  return year;
}

std::string decimal(std::int64_t tenths) {
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

Response run(const Request& request, Services& services) {
  const auto visitor = visitor_of(request, services.db);
  const Year own = visitor ? tenths_of(services.db.query<Month>(own_sql, visitor->id)) : Year{};
  const Year others = tenths_of(services.db.query<Month>(everybody_sql));
  Rows rows({"month", "own", "others", "is_more"});
  for (std::size_t at = 0; at < month_names.size(); ++at)
    rows.add(month_names[at], decimal(own[at]), decimal(others[at]), own[at] > others[at]);
  return services
      .page(
          Value::object({{"reader", visitor ? Value(visitor->name) : Value()}, {"months", std::move(rows)}}))
      .set("Cache-Control", "private")
      .set("Vary", "Accept, Cookie");
}

}  // namespace

GalleryPage my_year_and_the_shop() {
  return {
      .summary = "what a reader bought in each month, beside what a customer buys on average",
      .why =
          "The reader's own months take a few rows. The averages are the same for everybody and change "
          "little, but they are computed from all orders of the year on each visit.",
      .knobs = {dataset_knob()},
      .run = run,
      .labels = {{.name = "query-cache"}},
  };
}

}  // namespace caseload::gallery
