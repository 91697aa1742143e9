#include <chrono>

#include "core/errors.hpp"
#include "core/text.hpp"
#include "shop/services.hpp"
#include "shop/shop_size.hpp"

namespace caseload::cases {

namespace {

using namespace std::chrono_literals;

// [shared]
// CREATE TABLE numbered_order (number VARCHAR(20), placed_at DATETIME(6), ..
//   KEY idx_numbered_order_number (number), KEY idx_numbered_order_placed_at_id (placed_at, id))
struct Order {
  std::string number;  // 202512030007: the seventh of its day
  std::string placed_at, status;
  static constexpr auto columns = std::tuple(&Order::number, &Order::placed_at, &Order::status);
};

using Day = std::chrono::year_month_day;
constexpr Day usual_day = 2025y / 12 / 3;
constexpr Day first_day = 2023y / 1 / 1, last_day = 2025y / 12 / 31;

std::optional<Day> day_in(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = whole_number(text.substr(0, 4));
  const auto month = whole_number(text.substr(5, 2));
  const auto day = whole_number(text.substr(8));
  if (!year || !month || !day) return std::nullopt;
  const Day date{std::chrono::year(static_cast<int>(*year)),
                 std::chrono::month(static_cast<unsigned>(*month)),
                 std::chrono::day(static_cast<unsigned>(*day))};
  return date.ok() && date >= first_day && date <= last_day ? std::optional(date) : std::nullopt;
}

void check_day(std::string_view text) {
  if (!text.empty() && !day_in(text))
    throw BadRequest("the parameter day must be a date from 2023-01-01 to 2025-12-31; got " +
                     in_quotes(text));
}

Day day_of(const Request& request) {
  return day_in(request.knobs.text("day")).value_or(usual_day);
}

// Numbers begin with the day, and no day has more than 9,999 orders: from 202512030000 to 202512039999.
std::int64_t first_number(const Day& day) {
  return (int{day.year()} * 10'000LL + unsigned{day.month()} * 100 + unsigned{day.day()}) * 10'000;
}

std::int64_t last_number(const Day& day) {
  return first_number(day) + 9'999;
}

// 2025-12-03
std::string text_of(const Day& day) {
  const std::string digits = std::to_string(first_number(day));
  return digits.substr(0, 4) + "-" + digits.substr(4, 2) + "-" + digits.substr(6, 2);
}

Day next(const Day& day) {
  return std::chrono::sys_days(day) + std::chrono::days(1);
}

Response page(const Request& request, Services& services, const std::vector<Order>& orders) {
  Rows rows({"number", "time", "status"});
  for (const Order& order : orders) rows.add(order.number, order.placed_at.substr(11, 5), order.status);
  return services.page(Value::object({{"day", text_of(day_of(request))}, {"orders", std::move(rows)}}));
}

constexpr std::string_view numbers_between =
    "SELECT number, placed_at, status FROM numbered_order WHERE number BETWEEN ? AND ? ORDER BY number";
// [/shared]

// [slow]
constexpr std::string_view placed_on =
    "SELECT number, placed_at, status FROM numbered_order "
    // [!] The index on `placed_at` is sorted by moments, and not by what `DATE()` makes of them.
    "WHERE DATE(placed_at) = ? ORDER BY placed_at, id";

Response slow(const Request& request, Services& services) {
  const Day day = day_of(request);
  return page(request, services, services.db.query<Order>(placed_on, text_of(day)));
}
// [/slow]

// [fast]
constexpr std::string_view placed_between =
    "SELECT number, placed_at, status FROM numbered_order "
    // [!] The column is alone on its side, so the day is one range of its index.
    "WHERE placed_at >= ? AND placed_at < ? ORDER BY placed_at, id";

Response fast(const Request& request, Services& services) {
  const Day day = day_of(request);
  return page(request, services, services.db.query<Order>(placed_between, text_of(day), text_of(next(day))));
}
// [/fast]

// [cast]
Response cast(const Request& request, Services& services) {
  const Day day = day_of(request);
  return page(
      request, services,
      // [!] Numbers, but the column is a string: each row's string is converted to a number to compare it.
      services.db.query<Order>(numbers_between, first_number(day), last_number(day)));
}
// [/cast]

// [typed]
Response typed(const Request& request, Services& services) {
  const Day day = day_of(request);
  const std::string first = std::to_string(first_number(day)), last = std::to_string(last_number(day));
  return page(request, services,
              // [!] Strings, like the column: the order numbers of the day are one range of its index.
              services.db.query<Order>(numbers_between, first, last));
}
// [/typed]

}  // namespace

Case non_sargable() {
  const Formula n = items("n", "orders");
  const Formula stored = stored_orders();
  const Formula past_the_end = (n + 1).remark("the index reads one entry past the end");
  return {
      .page = "the orders of a day",
      .knobs = {{.name = "day",
                 .type = KnobType::text,
                 .help = "a date from 2023 to 2025; 2025-12-03 if empty",
                 .check_text = check_day},
                dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "DATE() around the indexed column, so the index is not used",
               .run = slow,
               .labels = {{.name = "non-sargable"}},
               .headline = Headline{.key = Key::rows_examined}},
              {.name = "fast",
               .pace = Pace::fast,
               .summary = "the column itself, compared with the start and the end of the day",
               .run = fast},
              {.name = "cast",
               .pace = Pace::slow,
               .summary = "an indexed string column compared with numbers: each string is converted, the "
                          "index is not used",
               .run = cast,
               .labels = {{.name = "non-sargable"}},
               .headline = Headline{.key = Key::rows_examined}},
              {.name = "typed", .pace = Pace::fast, .summary = "the codes compared as strings", .run = typed},
          },
      .claims =
          {
              {"slow", Key::rows_examined, at_least(stored)},
              {"slow", Key::rows, n},
              {"slow", Key::sql, 1},
              {"fast", Key::rows_examined, at_most(past_the_end)},
              {"fast", Key::rows, n},
              {"fast", Key::sql, 1},
              {"cast", Key::rows_examined, at_least(stored)},
              {"cast", Key::rows, n},
              {"cast", Key::sql, 1},
              {"typed", Key::rows_examined, at_most(past_the_end)},
              {"typed", Key::rows, n},
              {"typed", Key::sql, 1},
          },
      .growth =
          {
              {.variant = "slow",
               .key = Key::rows_examined,
               .over = "dataset",
               .shape = Growth::Shape::grows},
              {.variant = "cast",
               .key = Key::rows_examined,
               .over = "dataset",
               .shape = Growth::Shape::grows},
          },
  };
}

}  // namespace caseload::cases
