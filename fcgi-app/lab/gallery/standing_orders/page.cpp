#include <map>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view holidays_sql = "SELECT closed_on, name FROM standing_holiday";
// Orders that came due on a weekend or a holiday are still there.
constexpr std::string_view due_sql = R"(
  SELECT id, due_on, payer, payee, cents, purpose, rhythm,
         CASE rhythm WHEN 'monthly' THEN DATE_ADD(due_on, INTERVAL 1 MONTH)
                     WHEN 'quarterly' THEN DATE_ADD(due_on, INTERVAL 3 MONTH)
                     ELSE DATE_ADD(due_on, INTERVAL 1 YEAR) END,
         WEEKDAY(due_on) >= 5
    FROM standing_order
   WHERE due_on >= DATE_SUB(CAST(? AS DATE), INTERVAL 4 DAY) AND due_on < DATE_ADD(CAST(? AS DATE), INTERVAL 1 DAY)
   ORDER BY due_on, id LIMIT ?)";

struct Holiday {
  std::string closed_on, name;
  static constexpr auto columns = std::tuple(&Holiday::closed_on, &Holiday::name);
};

struct Due {
  std::int64_t id;
  std::string due_on, payer, payee;
  std::int64_t cents;
  std::string purpose, rhythm, next_on;
  bool is_weekend;
  static constexpr auto columns = std::tuple(&Due::id, &Due::due_on, &Due::payer, &Due::payee, &Due::cents,
                                             &Due::purpose, &Due::rhythm, &Due::next_on, &Due::is_weekend);
};

// A date such as 2026-04-07, or nothing for the usual one.
void check_day(std::string_view text) {
  if (text.empty()) return;
  const auto parts = split(text, "-");
  const auto number = [&](std::size_t at) { return whole_number(parts[at]).value_or(0); };
  if (text.size() != 10 || parts.size() != 3 || number(0) != 2026 || number(1) < 1 || number(1) > 12 ||
      number(2) < 1 || number(2) > 28)
    throw BadRequest("the parameter day must be a date of 2026 up to the 28th, such as 2026-04-07");
}

std::string_view reason_of(const Due& due, const std::map<std::string, std::string>& holidays) {
  if (const auto holiday = holidays.find(due.due_on); holiday != holidays.end()) return holiday->second;
  return due.is_weekend ? "weekend" : "";
}

Response show(const Request& request, Services& services) {
  std::string_view day = request.knobs.text("day");
  if (day.empty()) day = "2026-04-07";
  std::map<std::string, std::string> holidays;
  for (Holiday& each : services.db.query<Holiday>(holidays_sql))
    holidays.emplace(std::move(each.closed_on), std::move(each.name));
  const auto due = services.db.query<Due>(due_sql, day, day, request.knobs.n());
  Rows rows({"id", "due_on", "payer", "payee", "euros", "purpose", "rhythm", "next_on", "late_for"});
  std::int64_t cents = 0;
  for (const Due& each : due) {
    cents += each.cents;
    rows.add(each.id, each.due_on, each.payer, each.payee, fixed(static_cast<double>(each.cents) / 100, 2),
             each.purpose, each.rhythm, each.next_on, reason_of(each, holidays));
  }
  return services
      .page(Value::object(
          {{"day", day}, {"euros", fixed(static_cast<double>(cents) / 100, 2)}, {"due", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage standing_orders() {
  return {
      .summary =
          "the standing orders that a bank carries out on a day, with those left from days it was closed",
      .why =
          "Innocent: the query is full of date functions. But those in its condition have the given day as "
          "their argument, so they are constants and limit a range of the index on the day; those that take "
          "the column only make what is shown. The holidays are a table of six rows, read whole.",
      .knobs = {items_knob("orders on the page", 640),
                {.name = "day",
                 .type = KnobType::text,
                 .help = "a date of 2026, such as 2026-04-07",
                 .check_text = check_day},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
