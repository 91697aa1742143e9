#include <array>
#include <chrono>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

using Days = std::chrono::sys_days;

// Series that have begun and have not ended by this month, and single dates within it.
constexpr std::string_view series_sql = R"(
  SELECT title, TO_DAYS(begins_on) - TO_DAYS('1970-01-01'), TO_DAYS(ends_on) - TO_DAYS('1970-01-01'), every_days,
         starts_at
    FROM calendar_series WHERE calendar_id = ? AND begins_on < ? AND ends_on >= ? ORDER BY starts_at, id)";
constexpr std::string_view dates_sql =
    "SELECT title, DAY(held_on), starts_at FROM calendar_date WHERE calendar_id = ? AND held_on >= ? AND "
    "held_on "
    "< ? ORDER BY held_on, starts_at, id";

struct Series {
  std::string title;
  std::int64_t begins, ends, every_days;
  std::string starts_at;
  static constexpr auto columns =
      std::tuple(&Series::title, &Series::begins, &Series::ends, &Series::every_days, &Series::starts_at);
};

struct Single {
  std::string title;
  std::int64_t day;
  std::string starts_at;
  static constexpr auto columns = std::tuple(&Single::title, &Single::day, &Single::starts_at);
};

struct Month {
  Days first, next;
};

Month month_of_2025(std::int64_t number) {
  using namespace std::chrono;
  const year_month month = year(2025) / static_cast<int>(number);
  return {.first = month / 1, .next = (month + months(1)) / 1};
}

std::string iso(Days day) {
  const std::chrono::year_month_day date(day);
  const auto two = [](unsigned number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return std::to_string(static_cast<int>(date.year())) + "-" + two(static_cast<unsigned>(date.month())) +
         "-" + two(static_cast<unsigned>(date.day()));
}

bool takes_place(const Series& series, std::int64_t day) {
  return day >= series.begins && day <= series.ends && (day - series.begins) % series.every_days == 0;
}

Response show(const Request& request, Services& services) {
  const std::int64_t calendar = request.knobs.integer("calendar");
  const Month month = month_of_2025(request.knobs.integer("month"));
  const std::string first = iso(month.first), next = iso(month.next);
  const auto series = services.db.query<Series>(series_sql, calendar, next, first);
  const auto singles = services.db.query<Single>(dates_sql, calendar, first, next);

  Value days = Value::list();
  auto single = singles.begin();
  for (Days day = month.first; day < month.next; day += std::chrono::days(1)) {
    Value events = Value::list();
    const std::int64_t since_1970 = day.time_since_epoch().count();
    for (const Series& each : series)
      if (takes_place(each, since_1970))
        events.add(Value::object({{"time", each.starts_at}, {"title", each.title}, {"repeats", true}}));
    const std::int64_t of_month = (day - month.first).count() + 1;
    for (; single != singles.end() && single->day == of_month; ++single)
      events.add(Value::object({{"time", single->starts_at}, {"title", single->title}, {"repeats", false}}));
    days.add(Value::object({{"day", of_month}, {"events", std::move(events)}}));
  }
  return services.page(Value::object({{"month", first.substr(0, 7)}, {"days", std::move(days)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage month_calendar() {
  return {
      .summary = "a month of a team's calendar, with the dates that repeat",
      .why =
          "Each day is compared with each series in nested loops. But there are at most 31 days and a few "
          "dozen series in a calendar, and both come from one query for the month.",
      .knobs =
          {{.name = "month", .help = "month of 2025", .initial = 6, .minimum = 1, .maximum = 12},
           {.name = "calendar", .help = "number of the calendar", .initial = 9, .minimum = 1, .maximum = 40},
           dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
