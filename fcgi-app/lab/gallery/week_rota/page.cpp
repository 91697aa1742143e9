#include <array>
#include <unordered_map>

#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Person {
  std::int64_t id;
  std::string name;
  static constexpr auto columns = std::tuple(&Person::id, &Person::name);
};

struct Shift {
  std::int64_t person_id, day, first_hour, hours;
  static constexpr auto columns =
      std::tuple(&Shift::person_id, &Shift::day, &Shift::first_hour, &Shift::hours);
};

constexpr std::string_view people_sql = "SELECT id, name FROM rota_person ORDER BY id LIMIT ?";
constexpr std::string_view shifts_sql =
    "SELECT s.person_id, s.day, s.first_hour, s.hours FROM (SELECT id FROM rota_person ORDER BY id LIMIT ?) "
    "AS p STRAIGHT_JOIN rota_shift AS s ON s.person_id = p.id";

constexpr std::array<std::string_view, 7> days = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                  "Friday", "Saturday", "Sunday"};

using Week = std::array<const Shift*, days.size()>;

std::unordered_map<std::int64_t, Week> weeks_of(const std::vector<Shift>& shifts) {
  std::unordered_map<std::int64_t, Week> weeks;
  for (const Shift& shift : shifts) weeks[shift.person_id][static_cast<std::size_t>(shift.day)] = &shift;
  return weeks;
}

std::string text_of(const Shift* shift) {
  if (shift == nullptr) return "free";
  return std::to_string(shift->first_hour) + " to " + std::to_string(shift->first_hour + shift->hours);
}

Response show(const Request& request, Services& services) {
  const auto people = services.db.query<Person>(people_sql, request.knobs.n());
  const auto shifts = services.db.query<Shift>(shifts_sql, request.knobs.n());
  auto weeks = weeks_of(shifts);
  Rows rows({"name", "hours", "cells"});
  for (const Person& person : people) {
    Rows cells({"day", "text"});
    std::int64_t hours = 0;
    const Week& week = weeks[person.id];
    for (std::size_t day = 0; day < days.size(); ++day) {
      if (week[day] != nullptr) hours += week[day]->hours;
      cells.add(days[day], text_of(week[day]));
    }
    rows.add(person.name, hours, std::move(cells));
  }
  return services.page(Value::object({{"people", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage week_rota() {
  return {
      .summary = "the rota of a week: who works when",
      .why =
          "There is a loop over the days inside a loop over the people, but a week has seven days, and the "
          "shifts come with one query and are found by hash.",
      .knobs = {items_knob("people on the rota", 640), dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
