#include <functional>

#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"
#include "shop/visitors.hpp"

namespace caseload::cases {

namespace {

// [shared]
struct Currency {
  std::string code;
  std::int64_t per_1000_euros;
  static constexpr auto columns = std::tuple(&Currency::code, &Currency::per_1000_euros);
};

// A visitor who is not signed in has the settings of customer 0.
constexpr std::string_view currency_of_visitor =
    "SELECT currency.code, currency.per_1000_euros FROM customer_setting "
    "JOIN currency ON currency.code = customer_setting.currency "
    "WHERE customer_setting.customer_id = "
    "COALESCE((SELECT customer_id FROM session WHERE token = ? AND expires_at > NOW(6)), 0)";

Currency read_currency(const Request& request, Services& services) {
  return services.db.query_one<Currency>(currency_of_visitor, session_token(request).value_or("")).value();
}

std::string price_in(const Currency& currency, std::string_view euros) {
  return price_of((cents_of(euros) * currency.per_1000_euros + 500) / 1000) + " " + currency.code;
}

Response page(const Request& request, Services& services, const std::function<Currency()>& currency) {
  const auto lines = orm::Session(services.db)
                         .query<orm::OrderItem>()
                         .join(&orm::OrderItem::book)
                         .only(&orm::OrderItem::quantity, &orm::OrderItem::price)
                         .only(&orm::OrderItem::book, &orm::Book::title)
                         .order_by(&orm::OrderItem::id)
                         .limit(request.knobs.n())
                         .all();
  Rows rows({"title", "quantity", "price"});
  for (const orm::OrderItem& line : lines) {
    // [!] Each line needs the visitor's currency.
    rows.add(line.book().title(), line.quantity(), price_in(currency(), line.price()));
  }
  return services.page(Value::object({{"lines", std::move(rows)}}));
}
// [/shared]

// [slow]
Response slow(const Request& request, Services& services) {
  // [!] Runs the same query for each line, always for the same visitor.
  return page(request, services, [&] { return read_currency(request, services); });
}
// [/slow]

// [fast]
Response fast(const Request& request, Services& services) {
  // [!] Kept for this request only, so no other visitor ever gets it.
  std::optional<Currency> kept;
  return page(request, services, [&] {
    // [!] Only the first line runs the query.
    if (!kept) kept = read_currency(request, services);
    return *kept;
  });
}
// [/fast]

}  // namespace

Case repeated_query() {
  const Formula n = items("n", "lines");
  return {
      .page = "a list of order lines with prices in the visitor's currency",
      .knobs = {items_knob("order lines on the page"), dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "the visitor's settings are queried again for each line of the list",
               .run = slow,
               .labels = {{.name = "repeated-query"}},
               .headline = Headline{.key = Key::sql}},
              {.name = "fast",
               .pace = Pace::fast,
               .summary = "the settings are queried once and kept for the request",
               .run = fast},
          },
      .claims =
          {
              {"slow", Key::sql, 1 + n},
              {"slow", Key::sql_distinct, 2},
              {"slow", Key::rows, 2 * n},
              {"fast", Key::sql, 2},
              {"fast", Key::rows, n + 1},
          },
  };
}

}  // namespace caseload::cases
