#include <chrono>
#include <vector>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view registry_sql = "SELECT name, land, clerk FROM objection_registry WHERE id = ?";
constexpr std::string_view objections_sql =
    "SELECT reference, party, subject, served_on FROM objection WHERE registry_id = ? ORDER BY served_on, id "
    "LIMIT ?";
constexpr std::string_view holidays_sql = "SELECT day, name FROM office_holiday WHERE land = ? ORDER BY day";

struct Registry {
  std::string name, land, clerk;
  static constexpr auto columns = std::tuple(&Registry::name, &Registry::land, &Registry::clerk);
};
struct Objection {
  std::string reference, party, subject, served_on;
  static constexpr auto columns =
      std::tuple(&Objection::reference, &Objection::party, &Objection::subject, &Objection::served_on);
};
struct Holiday {
  std::string day, name;
  static constexpr auto columns = std::tuple(&Holiday::day, &Holiday::name);
};

using Day = std::chrono::year_month_day;

Day day_in(const std::string& text) {
  return Day(std::chrono::year(std::stoi(text.substr(0, 4))),
             std::chrono::month(static_cast<unsigned>(std::stoi(text.substr(5, 2)))),
             std::chrono::day(static_cast<unsigned>(std::stoi(text.substr(8, 2)))));
}

std::string two_digits(unsigned number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}
std::string text_of(const Day& day) {
  return std::to_string(static_cast<int>(day.year())) + "-" + two_digits(static_cast<unsigned>(day.month())) +
         "-" + two_digits(static_cast<unsigned>(day.day()));
}

// The calendar of a Land's authorities.
class Calendar {
 public:
  Calendar(Database& db, std::string land) : db_(db), land_(std::move(land)) {}

  // Within a month. A period that ends on a Saturday, a Sunday or a holiday ends on the next working day.
  Day end_of_period(const Day& served) const {
    Day last = served + std::chrono::months(1);
    if (!last.ok()) last = Day(last.year() / last.month() / std::chrono::last);
    return next_working_day(std::chrono::sys_days(last));
  }

 private:
  Day next_working_day(std::chrono::sys_days day) const {
    const std::vector<Holiday> holidays = holidays_of_land();
    while (is_weekend(day) || is_among(holidays, day)) day += std::chrono::days(1);
    return Day(day);
  }

  std::vector<Holiday> holidays_of_land() const { return db_.query<Holiday>(holidays_sql, land_); }

  static bool is_weekend(std::chrono::sys_days day) { return std::chrono::weekday(day).iso_encoding() >= 6; }
  static bool is_among(const std::vector<Holiday>& holidays, std::chrono::sys_days day) {
    const std::string text = text_of(Day(day));
    for (const Holiday& each : holidays)
      if (each.day == text && !each.name.starts_with("(half)")) return true;
    return false;
  }

  Database& db_;
  std::string land_;
};

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("registry");
  const auto registry = services.db.query_one<Registry>(registry_sql, id);
  if (!registry) throw NotFound("there is no registry " + std::to_string(id));
  const auto objections = services.db.query<Objection>(objections_sql, id, request.knobs.n());
  const Calendar calendar(services.db, registry->land);
  Rows rows({"reference", "party", "subject", "served_on", "until"});
  for (const Objection& each : objections)
    rows.add(each.reference, each.party, each.subject, each.served_on,
             text_of(calendar.end_of_period(day_in(each.served_on))));
  return services
      .page(Value::object({{"registry", registry->name},
                           {"land", registry->land},
                           {"clerk", registry->clerk},
                           {"objections", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage objection_deadlines() {
  return {
      .summary = "a registry's list of decisions that can be objected to, and until when",
      .why =
          "The function that finds the next working day reads the holidays of the Land, and it is called for "
          "every line, always for the same Land. The calendar could read them once, when it is made.",
      .knobs =
          {items_knob("decisions on the list", 2'560),
           {.name = "registry", .help = "number of the registry", .initial = 2, .minimum = 1, .maximum = 5},
           dataset_knob()},
      .run = show,
      .labels = {{.name = "repeated-query"}},
  };
}

}  // namespace caseload::gallery
