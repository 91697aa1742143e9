#include "lab/gallery_page.hpp"
#include "shop/services.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view shifts_sql =
    "SELECT begins_at, ward, hours FROM clinic_shift WHERE person_id = ? AND begins_at >= ? "
    "ORDER BY begins_at LIMIT 5";
constexpr std::string_view waits_sql =
    "SELECT department, COUNT(*), SUM(minutes) DIV COUNT(*), MAX(minutes) FROM clinic_wait "
    "WHERE arrived_at >= ? GROUP BY department ORDER BY department";
constexpr std::string_view notices_sql =
    "SELECT posted_on, title FROM clinic_notice ORDER BY id DESC LIMIT 6";
constexpr std::string_view dishes_sql = "SELECT dish FROM clinic_dish WHERE day = ? ORDER BY position";

struct Shift {
  std::string begins_at, ward;
  std::int64_t hours;
  static constexpr auto columns = std::tuple(&Shift::begins_at, &Shift::ward, &Shift::hours);
};

struct Wait {
  std::string department;
  std::int64_t patients, mean, longest;
  static constexpr auto columns = std::tuple(&Wait::department, &Wait::patients, &Wait::mean, &Wait::longest);
};

struct Notice {
  std::string posted_on, title;
  static constexpr auto columns = std::tuple(&Notice::posted_on, &Notice::title);
};

struct Dish {
  std::string dish;
  static constexpr auto columns = std::tuple(&Dish::dish);
};

Value waits(Database& db) {
  Value departments = Value::list();
  for (const Wait& each : db.query<Wait>(waits_sql, "2025-12-25"))
    departments.add(Value::object({{"name", each.department},
                                   {"patients", each.patients},
                                   {"mean", each.mean},
                                   {"longest", each.longest}}));
  return Value::object({{"departments", std::move(departments)}});
}

Value house(Database& db, std::int64_t day) {
  Value notices = Value::list(), dishes = Value::list();
  for (const Notice& each : db.query<Notice>(notices_sql))
    notices.add(Value::object({{"posted_on", each.posted_on}, {"title", each.title}}));
  for (const Dish& each : db.query<Dish>(dishes_sql, day)) dishes.add(Value::object({{"dish", each.dish}}));
  return Value::object({{"notices", std::move(notices)}, {"dishes", std::move(dishes)}});
}

Value shifts_of(std::int64_t person, Database& db) {
  Value shifts = Value::list();
  for (const Shift& each : db.query<Shift>(shifts_sql, person, "2026-01-01"))
    shifts.add(Value::object(
        {{"begins", each.begins_at.substr(0, 16)}, {"ward", each.ward}, {"hours", each.hours}}));
  return shifts;
}

Response show(const Request& request, Services& services) {
  Database& db = services.db;
  const auto person = visitor_of(request, db);
  Value model = Value::object({{"person", person ? Value(person->name) : Value()}});
  if (person) model.set("shifts", shifts_of(1 + person->id % 500, db));
  Fragments blocks(services.texts, services.trace, request.knobs);
  blocks.offer("waits", [&] { return waits(db); });
  blocks.offer("house", [&] { return house(db, request.knobs.integer("weekday")); });
  return services.page(std::move(model), blocks)
      .set("Cache-Control", "private, no-cache")
      .set("Vary", "Accept, Cookie");
}

}  // namespace

GalleryPage clinic_intranet() {
  return {
      .summary =
          "the start page of a clinic's intranet: own shifts, how long patients wait, notices, canteen",
      .why =
          "Innocent: a week of waiting patients is added up by department, for a page that everybody opens "
          "in the morning. But that block and the one with notices and dishes are kept in the cache, by the "
          "weekday where it matters, and made on the first view only. The shifts are the visitor's own and "
          "come from an index.",
      .knobs =
          {{.name = "weekday", .help = "day of the week, 1 to 5", .initial = 3, .minimum = 1, .maximum = 5},
           dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
