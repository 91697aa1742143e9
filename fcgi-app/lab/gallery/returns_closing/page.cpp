#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// Orders can be returned for 30 days. The customer gets a reminder shortly before that ends.
constexpr std::int64_t return_days = 30;
constexpr std::string_view today = "2025-12-31";

constexpr std::string_view closing_orders =
    "SELECT co.id, c.name, c.email, DATE_FORMAT(co.placed_at, '%e %M'), DATEDIFF(?, co.placed_at) "
    "FROM customer_order co "
    "JOIN customer c ON c.id = co.customer_id "
    "WHERE DATEDIFF(?, co.placed_at) BETWEEN ? AND ? "
    "AND co.status NOT IN ('cancelled', 'returned') "
    "ORDER BY co.placed_at, co.id";

struct Closing {
  std::int64_t order;
  std::string customer, email, placed_on;
  std::int64_t age_days;
  static constexpr auto columns = std::tuple(&Closing::order, &Closing::customer, &Closing::email,
                                             &Closing::placed_on, &Closing::age_days);
};

Response run(const Request& request, Services& services) {
  const std::int64_t left = request.knobs.integer("left");
  const auto orders =
      services.db.query<Closing>(closing_orders, today, today, return_days - left, return_days);
  Value days = Value::list();
  std::int64_t age = -1;
  Value on_that_day = Value::list();
  const auto end_day = [&] {
    if (on_that_day.items()->empty()) return;
    days.add(Value::object({{"left", return_days - age}, {"orders", std::move(on_that_day)}}));
    on_that_day = Value::list();
  };
  for (const Closing& each : orders) {
    if (each.age_days != age) end_day();
    age = each.age_days;
    on_that_day.add(Value::object({{"id", each.order},
                                   {"customer", each.customer},
                                   {"email", each.email},
                                   {"placed_on", each.placed_on}}));
  }
  end_day();
  return services.page(Value::object({{"count", orders.size()}, {"days", std::move(days)}}))
      .set("Cache-Control", "private");
}

}  // namespace

GalleryPage returns_closing() {
  return {
      .summary = "the orders whose time for returns ends within the next days",
      .why =
          "The age is computed for each order, so the index on placed_at can't be used and every order "
          "of the shop is read to find those of a few days. A range of placed_at would use the index.",
      .knobs = {{.name = "left",
                 .help = "days until the time for returns ends",
                 .initial = 2,
                 .minimum = 0,
                 .maximum = 7,
                 .ladder = {0, 1, 2, 4}},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "non-sargable"}},
  };
}

}  // namespace caseload::gallery
