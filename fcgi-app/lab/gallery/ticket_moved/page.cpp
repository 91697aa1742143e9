#include "core/errors.hpp"
#include "io/json/json.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view ticket_sql = "SELECT title, state, version FROM board_ticket WHERE id = ?";
// A subscriber needs only the newest state of a ticket, so each has one event that is not sent yet.
constexpr std::string_view event_sql =
    "INSERT INTO board_outbox (ticket_id, version, payload) VALUES (?, ?, ?) "
    "ON DUPLICATE KEY UPDATE version = VALUES(version), payload = VALUES(payload)";
constexpr std::string_view move_sql =
    "UPDATE board_ticket SET state = ?, version = version + 1 WHERE id = ? AND version = ?";
constexpr int max_tries = 20;

struct Ticket {
  std::string title, state;
  std::int64_t version;
  static constexpr auto columns = std::tuple(&Ticket::title, &Ticket::state, &Ticket::version);
};

struct ChangedMeanwhile {};

std::string_view next_state(std::string_view state) {
  if (state == "open") return "in progress";
  return state == "in progress" ? "done" : "open";
}

// The event and the change are stored together. Another program sends the events to the subscribers.
void move(Database& db, std::int64_t id, const Ticket& ticket, std::string_view to) {
  const std::string payload = io::to_json(Value::object({{"from", ticket.state}, {"to", to}}));
  db.transaction([&] {
    db.execute(event_sql, id, ticket.version + 1, payload);
    if (db.execute(move_sql, to, id, ticket.version) == 0) throw ChangedMeanwhile();
  });
}

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("ticket");
  for (int tries = 0; tries < max_tries; ++tries) {
    const auto ticket = services.db.query_one<Ticket>(ticket_sql, id);
    if (!ticket) throw NotFound("there is no ticket " + std::to_string(id));
    const std::string_view to = next_state(ticket->state);
    try {
      move(services.db, id, *ticket, to);
    } catch (const ChangedMeanwhile&) {
      continue;
    }
    return services.page(Value::object({{"title", ticket->title}, {"state", to}}))
        .set("Cache-Control", "no-store");
  }
  throw HttpError(409, "ticket " + std::to_string(id) + " is being changed by others; try again");
}

}  // namespace

GalleryPage ticket_moved() {
  return {
      .summary = "a ticket is moved to the next column of a board",
      .why =
          "Two writes for one ticket, but they belong together: the change, and the event in the outbox from "
          "which others hear of it. The version protects against lost updates without a lock, and if it "
          "has changed, all is read and done again.",
      .knobs =
          {{.name = "ticket", .help = "number of the ticket", .initial = 31, .minimum = 1, .maximum = 2'000},
           dataset_knob()},
      .run = run,
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
