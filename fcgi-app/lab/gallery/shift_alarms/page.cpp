#include <chrono>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view plant_sql = "SELECT name, utc_offset FROM shift_plant WHERE id = ?";
constexpr std::string_view note_sql =
    "SELECT leader, note FROM shift_note WHERE plant_id = ? AND day = ? AND shift = ?";
// The people in the plant think in local time.
constexpr std::string_view alarms_sql = R"(
  SELECT DATE_FORMAT(CONVERT_TZ(raised_at, '+00:00', ?), '%H:%i'), machine, severity, text
    FROM shift_alarm
   WHERE plant_id = ?
     AND CONVERT_TZ(raised_at, '+00:00', ?) >= ? AND CONVERT_TZ(raised_at, '+00:00', ?) < ?
   ORDER BY raised_at, id)";

struct Plant {
  std::string name, utc_offset;
  static constexpr auto columns = std::tuple(&Plant::name, &Plant::utc_offset);
};

struct Note {
  std::string leader, note;
  static constexpr auto columns = std::tuple(&Note::leader, &Note::note);
};

struct Alarm {
  std::string time, machine, severity, text;
  static constexpr auto columns = std::tuple(&Alarm::time, &Alarm::machine, &Alarm::severity, &Alarm::text);
};

std::string two_digits(unsigned number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}

std::string date_of(std::chrono::sys_days day) {
  const std::chrono::year_month_day date(day);
  return std::to_string(static_cast<int>(date.year())) + "-" +
         two_digits(static_cast<unsigned>(date.month())) + "-" +
         two_digits(static_cast<unsigned>(date.day()));
}

// Local times; the first shift begins at six, and each has eight hours.
struct Shift {
  std::string day, from, until;
};

Shift shift_of(std::int64_t day_of_year, std::int64_t number) {
  using namespace std::chrono;
  const sys_days day = sys_days(2025y / January / 1) + days(static_cast<int>(day_of_year) - 1);
  static constexpr std::string_view begins[] = {" 06:00:00", " 14:00:00", " 22:00:00"};
  const auto at = static_cast<std::size_t>(number - 1);
  return {.day = date_of(day),
          .from = date_of(day).append(begins[at]),
          .until = date_of(at == 2 ? day + days(1) : day).append(begins[(at + 1) % 3])};
}

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("plant"), number = request.knobs.integer("shift");
  const auto plant = services.db.query_one<Plant>(plant_sql, id);
  if (!plant) throw NotFound("there is no plant " + std::to_string(id));
  const Shift shift = shift_of(request.knobs.integer("day"), number);
  const auto note = services.db.query_one<Note>(note_sql, id, shift.day, number);
  const std::string& offset = plant->utc_offset;
  const auto alarms =
      services.db.query<Alarm>(alarms_sql, offset, id, offset, shift.from, offset, shift.until);
  Rows rows({"time", "machine", "severity", "text", "is_stop"});
  std::int64_t stops = 0;
  for (const Alarm& each : alarms) {
    const bool is_stop = each.severity == "stop";
    stops += is_stop ? 1 : 0;
    rows.add(each.time, each.machine, each.severity, each.text, is_stop);
  }
  Value model = Value::object({{"plant", plant->name},
                               {"from", shift.from},
                               {"until", shift.until},
                               {"stops", stops},
                               {"alarms", std::move(rows)}});
  if (note) model.set("note", Value::object({{"leader", note->leader}, {"text", note->note}}));
  return services.page(std::move(model)).set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage shift_alarms() {
  return {
      .summary = "the handover of a shift: what its leader noted, and the alarms of the eight hours",
      .why =
          "The time of each alarm is converted to the plant's own before it is compared with the shift. "
          "There is an index on plant and time, but a time inside a function can't be looked up in it. So "
          "years of alarms are read for those of eight hours. The two limits of the shift could be "
          "converted instead.",
      .knobs = {{.name = "plant", .help = "number of the plant", .initial = 2, .minimum = 1, .maximum = 3},
                {.name = "day", .help = "day of the year 2025", .initial = 211, .minimum = 1, .maximum = 365},
                {.name = "shift", .help = "which of the day", .initial = 2, .minimum = 1, .maximum = 3},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "non-sargable"}},
  };
}

}  // namespace caseload::gallery
