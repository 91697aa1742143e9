#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Turnover {
  std::string code, country;
  std::int64_t orders, copies;
  std::string amount, tax;
  static constexpr auto columns = std::tuple(&Turnover::code, &Turnover::country, &Turnover::orders,
                                             &Turnover::copies, &Turnover::amount, &Turnover::tax);
};

// Books are taxed at 7 %. The tax authority rounds per country.
constexpr std::string_view turnover_sql = R"(
    SELECT l.code, l.name, COUNT(DISTINCT o.id), SUM(i.quantity),
           SUM(i.quantity * i.price), ROUND(SUM(i.quantity * i.price) * 7 / 107, 2)
      FROM customer_order o
      JOIN order_item i ON i.order_id = o.id
      JOIN customer c ON c.id = o.customer_id
      JOIN country l ON l.id = c.country_id
     WHERE o.placed_at >= ? AND o.placed_at < ?
       AND o.status NOT IN ('cancelled', 'returned')
     GROUP BY l.id, l.code, l.name
     ORDER BY l.code)";

// Months count from January 2025.
std::string first_day_of(std::int64_t month) {
  const std::int64_t year = 2025 + (month - 1) / 12, of_year = (month - 1) % 12 + 1;
  return std::to_string(year) + (of_year < 10 ? "-0" : "-") + std::to_string(of_year) + "-01";
}

Response run(const Request& request, Services& services) {
  const std::int64_t month = request.knobs.integer("month");
  const std::string from = first_day_of(month), until = first_day_of(month + 1);
  const auto turnovers = services.db.query<Turnover>(turnover_sql, from, until);
  Rows rows({"code", "country", "orders", "copies", "amount", "tax"});
  std::int64_t orders = 0;
  for (const Turnover& each : turnovers) {
    orders += each.orders;
    rows.add(each.code, each.country, each.orders, each.copies, each.amount, each.tax);
  }
  return services
      .page(Value::object(
          {{"from", from}, {"until", until}, {"orders", orders}, {"countries", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage vat_return() {
  return {
      .summary = "the figures of a month for the VAT return, by country of the customer",
      .why =
          "Every order of the month is read, because every one is taxed. The index on the date finds them, "
          "the database adds them up, and the one accountant who opens the page needs the state of now.",
      .knobs = {{.name = "month", .help = "of 2025", .initial = 9, .minimum = 1, .maximum = 12},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
