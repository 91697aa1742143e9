#include <algorithm>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view agent_sql = "SELECT name, free_days FROM line_agent WHERE id = ?";
constexpr std::string_view boxes_sql =
    "SELECT number, size, out_day, back_day, importer FROM detained_box WHERE agent_id = ? "
    "ORDER BY back_day DESC, id DESC LIMIT ?";
constexpr std::string_view steps_sql =
    "SELECT size, from_day, euros FROM detention_step ORDER BY size, from_day";
constexpr std::string_view holidays_sql = "SELECT day FROM port_holiday ORDER BY day";

struct Agent {
  std::string name;
  std::int64_t free_days;
  static constexpr auto columns = std::tuple(&Agent::name, &Agent::free_days);
};
struct Box {
  std::string number, size;
  std::int64_t out_day, back_day;
  std::string importer;
  static constexpr auto columns =
      std::tuple(&Box::number, &Box::size, &Box::out_day, &Box::back_day, &Box::importer);
};
struct Step {
  std::string size;
  std::int64_t from_day, euros;
  static constexpr auto columns = std::tuple(&Step::size, &Step::from_day, &Step::euros);
};
struct Holiday {
  std::int64_t day;
  static constexpr auto columns = std::tuple(&Holiday::day);
};

class Tariff {
 public:
  Tariff(std::vector<Step> steps, std::vector<Holiday> holidays)
      : steps_(std::move(steps)), holidays_(std::move(holidays)) {}

  bool is_charged(std::int64_t day) const {
    constexpr std::int64_t first_sunday = 4;  // 5 January 2025
    return day % 7 != first_sunday && !std::ranges::binary_search(holidays_, day, {}, &Holiday::day);
  }
  // Of the day's number beyond the free ones.
  std::int64_t euros(std::string_view size, std::int64_t number) const {
    std::int64_t euros = 0;
    for (const Step& each : steps_)
      if (each.size == size && each.from_day <= number) euros = each.euros;
    return euros;
  }

 private:
  std::vector<Step> steps_;
  std::vector<Holiday> holidays_;
};

struct Charge {
  std::int64_t days = 0, euros = 0;
};

Charge charge_for(const Box& box, std::int64_t free_days, const Tariff& tariff) {
  Charge charge;
  std::int64_t kept = 0;
  for (std::int64_t day = box.out_day; day < box.back_day; ++day) {
    if (!tariff.is_charged(day) || ++kept <= free_days) continue;
    ++charge.days;
    charge.euros += tariff.euros(box.size, charge.days);
  }
  return charge;
}

void column(std::string& text, std::string_view cell, std::size_t width) {
  const std::string_view shown = utf8_prefix(cell, width);
  text.append(shown).append(width - shown.size() + 1, ' ');
}

Response run(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t id = request.knobs.integer("agent");
  const auto agent = db.query_one<Agent>(agent_sql, id);
  if (!agent) throw NotFound("there is no agent " + std::to_string(id));
  const Tariff tariff(db.query<Step>(steps_sql), db.query<Holiday>(holidays_sql));
  const auto boxes = db.query<Box>(boxes_sql, id, request.knobs.n());
  return data_page(services,
                   [&](std::string& body) {
                     body += "DETENTION  " + agent->name + "\n" + std::to_string(agent->free_days) +
                             " days are free\n\n";
                     std::int64_t total = 0;
                     for (const Box& box : boxes) {
                       const Charge charge = charge_for(box, agent->free_days, tariff);
                       total += charge.euros;
                       column(body, box.number, 11);
                       column(body, box.size, 2);
                       column(body, box.importer, 40);
                       column(body, std::to_string(charge.days) + " d", 6);
                       body += grouped(charge.euros) + "\n";
                     }
                     body += "\nTotal EUR " + grouped(total) + "\n";
                   })
      .set("Content-Type", "text/plain; charset=utf-8")
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage demurrage_bill() {
  return {
      .summary = "what importers owe for containers that they kept too long, as text for a shipping agent",
      .why =
          "Innocent: two tables are read as a whole and without a condition, but they are the tariff, eight "
          "rows, and the ten holidays of the port. They are read once and used for each day of each "
          "container. Four queries, however long the bill.",
      .knobs = {items_knob("containers on the bill", 320),
                {.name = "agent", .help = "number of the agent", .initial = 8, .minimum = 1, .maximum = 16},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
