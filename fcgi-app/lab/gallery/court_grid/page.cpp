#include <chrono>
#include <map>

#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

using std::chrono::sys_days;

constexpr std::int64_t courts = 8, bookable_hours = 14;
constexpr sys_days season_begins{std::chrono::year{2026} / std::chrono::April / 1};

constexpr std::string_view bookings_sql =
    "SELECT b.court_no, b.hour, m.name FROM tennis_booking AS b JOIN customer AS m ON m.id = b.member_id "
    "WHERE b.club_id = ? AND b.play_on = ? ORDER BY b.court_no, b.hour";
constexpr std::string_view closures_sql =
    "SELECT closed_on, court_no, reason FROM tennis_closure "
    "WHERE club_id = ? AND closed_on >= ? AND closed_on < ? ORDER BY closed_on, court_no";

struct Booking {
  std::int64_t court, hour;
  std::string member;
  static constexpr auto columns = std::tuple(&Booking::court, &Booking::hour, &Booking::member);
};

struct Closure {
  std::string day;
  std::int64_t court;
  std::string reason;
  static constexpr auto columns = std::tuple(&Closure::day, &Closure::court, &Closure::reason);
};

struct Day {
  std::string date;
  std::vector<Booking> bookings;
  std::vector<std::string> closures;

  std::int64_t free_hours() const {
    const auto open = courts - static_cast<std::int64_t>(closures.size());
    return open * bookable_hours - static_cast<std::int64_t>(bookings.size());
  }
};

std::string two_digits(unsigned number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}

std::string iso(sys_days day) {
  const std::chrono::year_month_day date(day);
  return std::to_string(static_cast<int>(date.year())) + "-" +
         two_digits(static_cast<unsigned>(date.month())) + "-" +
         two_digits(static_cast<unsigned>(date.day()));
}

class Calendar {
 public:
  Calendar(Database& db, std::int64_t club) : db_(db), club_(club) {}

  std::vector<Day> days(sys_days from, std::int64_t number) {
    auto closures = closures_between(from, from + std::chrono::days(number));
    std::vector<Day> days;
    for (sys_days day = from; day < from + std::chrono::days(number); day += std::chrono::days(1)) {
      std::string date = iso(day);
      auto bookings = db_.query<Booking>(bookings_sql, club_, date);
      auto closed = std::move(closures[date]);
      days.push_back(
          {.date = std::move(date), .bookings = std::move(bookings), .closures = std::move(closed)});
    }
    return days;
  }

 private:
  std::map<std::string, std::vector<std::string>> closures_between(sys_days from, sys_days until) {
    std::map<std::string, std::vector<std::string>> by_day;
    for (const Closure& each : db_.query<Closure>(closures_sql, club_, iso(from), iso(until)))
      by_day[each.day].push_back("court " + std::to_string(each.court) + ": " + each.reason);
    return by_day;
  }

  Database& db_;
  std::int64_t club_;
};

Response show(const Request& request, Services& services) {
  const auto days =
      Calendar(services.db, request.knobs.integer("club")).days(season_begins, request.knobs.n());
  Rows rows({"date", "free_hours", "closures", "bookings"});
  for (const Day& day : days) {
    Rows closures({"text"}), bookings({"court", "hour", "member"});
    for (const std::string& text : day.closures) closures.add(text);
    for (const Booking& each : day.bookings) bookings.add(each.court, each.hour, each.member);
    rows.add(day.date, day.free_hours(), std::move(closures), std::move(bookings));
  }
  return services.page(Value::object({{"days", std::move(rows)}})).set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage court_grid() {
  return {
      .summary = "the courts of a tennis club, day by day: who plays, and how many hours are free",
      .why =
          "The loop is over days and not over rows, but it queries the bookings of each day. They are a "
          "range of the primary key, which one query could read, as it does for the closures.",
      .knobs = {{.name = "n",
                 .help = "days on the page",
                 .initial = 30,
                 .minimum = 1,
                 .maximum = 180,
                 .ladder = {10, 40, 160}},
                {.name = "club", .help = "number of the club", .initial = 1, .minimum = 1, .maximum = 2},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "prefetch-related"}},
  };
}

}  // namespace caseload::gallery
