#include <algorithm>
#include <map>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view office_sql = "SELECT name, head FROM citizen_office WHERE id = ?";
constexpr std::string_view counters_sql =
    "SELECT counter, COUNT(*), SUM(served_s), MAX(served_s) FROM citizen_ticket "
    "WHERE office_id = ? AND drawn_on >= ? AND drawn_on < ? GROUP BY counter ORDER BY counter";
constexpr std::string_view tickets_sql =
    "SELECT concern, waited_s, has_appointment FROM citizen_ticket "
    "WHERE office_id = ? AND drawn_on >= ? AND drawn_on < ?";

struct Office {
  std::string name, head;
  static constexpr auto columns = std::tuple(&Office::name, &Office::head);
};
struct Counter {
  std::int64_t number, tickets, served_s, longest_s;
  static constexpr auto columns =
      std::tuple(&Counter::number, &Counter::tickets, &Counter::served_s, &Counter::longest_s);
};
struct Ticket {
  std::string concern;
  std::int64_t waited_s;
  bool has_appointment;
  static constexpr auto columns = std::tuple(&Ticket::concern, &Ticket::waited_s, &Ticket::has_appointment);
};

struct Quarter {
  std::string from, to;
};

Quarter quarter_of(std::int64_t number) {
  constexpr std::string_view starts[] = {"2025-01-01", "2025-04-01", "2025-07-01", "2025-10-01",
                                         "2026-01-01"};
  const auto at = static_cast<std::size_t>(number - 1);
  return {std::string(starts[at]), std::string(starts[at + 1])};
}

std::string minutes(std::int64_t seconds) {
  return std::to_string(seconds / 60) + ":" + (seconds % 60 < 10 ? "0" : "") + std::to_string(seconds % 60);
}

Rows counters_in(Database& db, std::int64_t office, const Quarter& quarter) {
  Rows rows({"number", "tickets", "mean", "longest"});
  for (const Counter& each : db.query<Counter>(counters_sql, office, quarter.from, quarter.to))
    rows.add(each.number, each.tickets, minutes(each.served_s / each.tickets), minutes(each.longest_s));
  return rows;
}

struct Waits {
  std::int64_t tickets = 0, waited_s = 0, longest_s = 0, appointments = 0;

  void add(const Ticket& ticket) {
    ++tickets;
    waited_s += ticket.waited_s;
    longest_s = std::max(longest_s, ticket.waited_s);
    if (ticket.has_appointment) ++appointments;
  }
};

// How long people wait, by what they came for.
Rows concerns_in(Database& db, std::int64_t office, const Quarter& quarter) {
  std::map<std::string, Waits> by_concern;
  for (const Ticket& each : db.query<Ticket>(tickets_sql, office, quarter.from, quarter.to))
    by_concern[each.concern].add(each);
  Rows rows({"concern", "tickets", "appointments", "mean", "longest"});
  for (const auto& [concern, waits] : by_concern)
    rows.add(std::string(concern), waits.tickets, waits.appointments, minutes(waits.waited_s / waits.tickets),
             minutes(waits.longest_s));
  return rows;
}

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("office");
  const auto office = services.db.query_one<Office>(office_sql, id);
  if (!office) throw NotFound("there is no office " + std::to_string(id));
  const Quarter quarter = quarter_of(request.knobs.integer("quarter"));
  return services
      .page(Value::object({{"office", office->name},
                           {"head", office->head},
                           {"from", quarter.from},
                           {"counters", counters_in(services.db, id, quarter)},
                           {"concerns", concerns_in(services.db, id, quarter)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage citizen_counters() {
  return {
      .summary = "a quarter in a citizens' office: its counters, and how long people waited for what",
      .why =
          "The counters are grouped by the database. For the table below, which came later, every ticket of "
          "the quarter is fetched to be counted in code by its concern. A second GROUP BY would send a dozen "
          "rows.",
      .knobs = {{.name = "office", .help = "number of the office", .initial = 2, .minimum = 1, .maximum = 3},
                {.name = "quarter", .help = "quarter of 2025", .initial = 3, .minimum = 1, .maximum = 4},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "annotation"}},
  };
}

}  // namespace caseload::gallery
