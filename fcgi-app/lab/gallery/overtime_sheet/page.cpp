#include "core/csv.hpp"
#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view sheet_sql = R"(
  SELECT person.number, person.name, person.weekly_minutes, COUNT(*), CAST(SUM(shift.minutes) AS SIGNED),
         CAST(SUM(GREATEST(shift.minutes - shift.planned_minutes, 0)) AS SIGNED)
    FROM staff_person AS person
    JOIN work_shift AS shift ON shift.person_number = person.number
   WHERE person.department = ? AND shift.began_at >= ? AND shift.began_at < ?
   GROUP BY person.number, person.name, person.weekly_minutes
   ORDER BY person.name, person.number)";

struct Line {
  std::int64_t number;
  std::string name;
  std::int64_t weekly_minutes, shifts, minutes, over;
  static constexpr auto columns = std::tuple(&Line::number, &Line::name, &Line::weekly_minutes, &Line::shifts,
                                             &Line::minutes, &Line::over);
};

struct Month {
  std::string first, next;
};

// From 1, January 2025, to 12.
Month month_of(std::int64_t number) {
  const auto first = [](std::int64_t month) {
    if (month == 13) return std::string("2026-01-01");
    return (month < 10 ? "2025-0" : "2025-") + std::to_string(month) + "-01";
  };
  return {.first = first(number), .next = first(number + 1)};
}

std::string hours(std::int64_t minutes) {
  return fixed(static_cast<double>(minutes) / 60, 2);
}

Response run(const Request& request, Services& services) {
  const Month month = month_of(request.knobs.integer("month"));
  const auto lines =
      services.db.query<Line>(sheet_sql, request.knobs.integer("department"), month.first, month.next);
  Response response;
  std::string& file = response.body;
  Csv(file)
      .text("Number")
      .text("Name")
      .text("Contract")
      .text("Shifts")
      .text("Hours")
      .text("Overtime")
      .end_record();
  for (const Line& each : lines)
    Csv(file)
        .number(std::to_string(each.number))
        .text(each.name)
        .number(hours(each.weekly_minutes))
        .number(std::to_string(each.shifts))
        .number(hours(each.minutes))
        .number(hours(each.over))
        .end_record();
  return response.set("Content-Type", "text/csv; charset=utf-8")
      .set("Content-Disposition", "attachment; filename=\"overtime.csv\"")
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage overtime_sheet() {
  return {
      .summary = "the hours of a hospital department in a month, as a CSV file for the payroll",
      .why =
          "The index finds the shifts of each person in the month, but the minutes are only in the rows. "
          "Rows are stored as shifts were entered, by the whole hospital, so nearly each shift is looked up "
          "on another page. With the two columns of minutes in the index, the rows would not be needed.",
      .knobs = {{.name = "month", .help = "month of 2025", .initial = 5, .minimum = 1, .maximum = 12},
                {.name = "department",
                 .help = "number of the department",
                 .initial = 3,
                 .minimum = 1,
                 .maximum = 6},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "covering-index"}},
      .known_miss = "the pages that a join accesses are not counted",
  };
}

}  // namespace caseload::gallery
