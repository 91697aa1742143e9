#include <chrono>

#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Hours {
  std::string branch;
  std::int64_t weekday, opens, closes;
  static constexpr auto columns = std::tuple(&Hours::branch, &Hours::weekday, &Hours::opens, &Hours::closes);
};

constexpr std::string_view hours_sql =
    "SELECT branch, weekday, opens, closes FROM branch_hours ORDER BY branch, weekday";
constexpr const char* day_names[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                     "Friday", "Saturday", "Sunday"};

std::string clock_time(std::int64_t minutes) {
  const std::string rest = std::to_string(minutes % 60);
  return std::to_string(minutes / 60) + (rest.size() < 2 ? ":0" : ":") + rest;
}

struct Moment {
  std::int64_t weekday, minute;
};

Moment moment_of(std::chrono::system_clock::time_point now) {
  const auto day = std::chrono::floor<std::chrono::days>(now);
  return {.weekday = static_cast<std::int64_t>(std::chrono::weekday(day).iso_encoding()),
          .minute = std::chrono::duration_cast<std::chrono::minutes>(now - day).count()};
}

Response show(const Request&, Services& services) {
  const Moment now = moment_of(services.clock.now());
  const auto hours = services.db.query<Hours>(hours_sql);
  Rows rows({"branch", "day", "opens", "closes", "is_open"});
  for (const Hours& each : hours) {
    const bool is_open = each.weekday == now.weekday && each.opens <= now.minute && now.minute < each.closes;
    rows.add(each.branch, day_names[each.weekday - 1], clock_time(each.opens), clock_time(each.closes),
             is_open);
  }
  return services.page(Value::object({{"hours", std::move(rows)}}))
      .set("Cache-Control", "private, max-age=60");
}

}  // namespace

GalleryPage opening_hours() {
  return {.summary = "opening hours of the branches, and which are open now",
          .why =
              "Innocent: one query for eighteen rows by primary key. A cache would cost about as much, and "
              "the page changes by the minute.",
          .knobs = {dataset_knob()},
          .run = show};
}

}  // namespace caseload::gallery
