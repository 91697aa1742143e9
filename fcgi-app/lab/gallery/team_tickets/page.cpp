#include "lab/gallery_page.hpp"

#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Ticket {
  std::int64_t id;
  std::string subject;
  std::int64_t order_id;
  std::string due_at;
  static constexpr auto columns =
      std::tuple(&Ticket::id, &Ticket::subject, &Ticket::order_id, &Ticket::due_at);
};

constexpr auto due_next_sql = R"(
  SELECT id, subject, order_id, due_at
    FROM team_ticket
   WHERE team = ? AND state = 'open'
   ORDER BY due_at, id
   LIMIT ?)";

// The team of the clerk. Clerks belong to one team each, and the cookie remembers which.
std::string team_of(const Request& request) {
  const auto team = request.cookie("team");
  return std::string(team.value_or("deliveries"));
}

// The day before Christmas is the last one on which the carriers collect parcels.
constexpr std::string_view last_collection = "2025-12-23";

Response run(const Request& request, Services& services) {
  const std::string team = team_of(request);
  const auto tickets = services.db.query<Ticket>(due_next_sql, team, request.knobs.n());
  Rows rows({"id", "subject", "order", "due_at", "is_urgent"});
  for (const Ticket& ticket : tickets)
    rows.add(ticket.id, ticket.subject, ticket.order_id, std::string_view(ticket.due_at).substr(0, 16),
             std::string_view(ticket.due_at).substr(0, 10) >= last_collection);
  return services.page(Value::object({{"team", team}, {"tickets", std::move(rows)}}))
      .set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage team_tickets() {
  return {
      .summary = "the tickets of a service team that are due next",
      .why =
          "The index finds the team's open tickets, but does not have their order: thousands of them are "
          "read and sorted to show the first ones. With due_at as its third column they would come sorted.",
      .knobs = {items_knob("tickets on the page", 640), dataset_knob()},
      .run = run,
      .labels = {{.name = "filesort"}},
  };
}

}  // namespace caseload::gallery
