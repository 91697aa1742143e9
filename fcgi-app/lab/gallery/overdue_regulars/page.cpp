#include <algorithm>
#include <chrono>

#include "core/numbers.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

using orm::Customer;
using orm::CustomerOrder;

constexpr std::int64_t regular_orders = 4;
constexpr std::size_t max_letters = 50;  // that the team writes in a day

// "2025-12-24 10:15:00" as a number of days.
std::int64_t day_of(std::string_view text) {
  const auto part = [&](std::size_t from, std::size_t length) {
    return static_cast<int>(whole_number(text.substr(from, length)).value_or(1));
  };
  const std::chrono::year_month_day date{std::chrono::year(part(0, 4)),
                                         std::chrono::month(static_cast<unsigned>(part(5, 2))),
                                         std::chrono::day(static_cast<unsigned>(part(8, 2)))};
  return std::chrono::sys_days(date).time_since_epoch().count();
}

struct Regular {
  std::string name, email;
  std::int64_t orders = 0, first_day = 0, last_day = 0;

  double usual_pause() const {
    return static_cast<double>(last_day - first_day) / static_cast<double>(orders - 1);
  }
  double lateness(std::int64_t today) const {
    return static_cast<double>(today - last_day) / std::max(usual_pause(), 7.0);
  }
};

Regular regular_from(const Customer& customer, orm::Session& session) {
  Regular regular{.name = std::string(customer.name()), .email = std::string(customer.email())};
  for (const CustomerOrder& order : session.query<CustomerOrder>()
                                        .only(&CustomerOrder::placed_at, &CustomerOrder::status)
                                        .where(&CustomerOrder::customer_id, customer.id())
                                        .all()) {
    if (order.status() == "cancelled") continue;
    const std::int64_t day = day_of(order.placed_at());
    regular.first_day = regular.orders == 0 ? day : std::min(regular.first_day, day);
    regular.last_day = std::max(regular.last_day, day);
    ++regular.orders;
  }
  return regular;
}

Response run(const Request& request, Services& services) {
  const std::int64_t today = day_of("2026-01-01");
  orm::Session session(services.db);
  std::vector<Regular> regulars;
  for (const Customer& customer : session.query<Customer>()
                                      .only(&Customer::name, &Customer::email)
                                      .order_by(&Customer::id)
                                      .limit(request.knobs.n())
                                      .all()) {
    Regular regular = regular_from(customer, session);
    if (regular.orders >= regular_orders && regular.lateness(today) >= 2)
      regulars.push_back(std::move(regular));
  }
  std::ranges::stable_sort(regulars, [&](const Regular& one, const Regular& other) {
    return one.lateness(today) > other.lateness(today);
  });
  if (regulars.size() > max_letters) regulars.resize(max_letters);
  Rows rows({"place", "name", "email", "orders", "usual_pause", "days_ago"});
  for (const Regular& each : regulars)
    rows.add(rows.size() + 1, each.name, each.email, each.orders, fixed(each.usual_pause(), 1),
             today - each.last_day);
  return services.page(Value::object({{"customers", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage overdue_regulars() {
  return {
      .summary = "of n customers, the regular ones who have not ordered for twice as long as usual",
      .why =
          "The orders of each customer are loaded as objects by a query of their own, to be counted, "
          "filtered and ranked in code. One query with grouping, HAVING and a rank returns the same list.",
      .knobs = {items_knob("customers to look at", 2'500), dataset_knob()},
      .run = run,
      .labels = {{.name = "raw-sql"}},
  };
}

}  // namespace caseload::gallery
