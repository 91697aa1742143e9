#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// Numbers begin again after 999, as on the paper roll.
constexpr std::string_view draw_sql =
    "UPDATE office_counter SET last_number = LAST_INSERT_ID(last_number % 999 + 1) WHERE id = ?";
constexpr std::string_view note_sql =
    "UPDATE office_ticket SET drawn_at = NOW(6), topic_id = ? WHERE counter_id = ? AND number = ?";
constexpr std::string_view desks_sql =
    "SELECT desk, clerk, serves FROM office_desk WHERE counter_id = ? ORDER BY desk";
constexpr std::string_view papers_sql =
    "SELECT topic, paper FROM office_paper WHERE topic_id = ? ORDER BY position";
constexpr std::string_view waits_sql =
    "SELECT hour, minutes FROM office_wait WHERE counter_id = ? ORDER BY hour";
constexpr std::string_view before_sql =
    "SELECT number, DATE_FORMAT(drawn_at, '%H:%i') FROM office_ticket "
    "WHERE counter_id = ? AND number < ? ORDER BY number DESC LIMIT 10";

struct Desk {
  std::string desk, clerk, serves;
  static constexpr auto columns = std::tuple(&Desk::desk, &Desk::clerk, &Desk::serves);
};

struct Paper {
  std::string topic, paper;
  static constexpr auto columns = std::tuple(&Paper::topic, &Paper::paper);
};

struct Wait {
  std::int64_t hour, minutes;
  static constexpr auto columns = std::tuple(&Wait::hour, &Wait::minutes);
};

struct Ticket {
  std::int64_t number;
  std::string drawn_at;
  static constexpr auto columns = std::tuple(&Ticket::number, &Ticket::drawn_at);
};

struct WaitingRoom {
  std::vector<Desk> desks;
  std::vector<Paper> papers;
  std::vector<Wait> waits;
  std::vector<Ticket> before;
};

std::int64_t draw(Database& db, std::int64_t counter, std::int64_t topic) {
  db.execute(draw_sql, counter);
  const std::int64_t number = db.last_insert_id();
  db.execute(note_sql, topic, counter, number);
  return number;
}

Response pull(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t counter = request.knobs.integer("counter"), topic = request.knobs.integer("topic");
  std::int64_t number = 0;
  WaitingRoom room;
  db.transaction([&] {
    number = draw(db, counter, topic);
    room.desks = db.query<Desk>(desks_sql, counter);
    room.papers = db.query<Paper>(papers_sql, topic);
    room.waits = db.query<Wait>(waits_sql, counter);
    room.before = db.query<Ticket>(before_sql, counter, number);
  });
  if (room.papers.empty()) throw NotFound("there is no topic " + std::to_string(topic));
  Rows desks({"desk", "clerk", "serves"}), papers({"paper"}), waits({"hour", "minutes"}),
      before({"number", "drawn_at"});
  for (const Desk& each : room.desks) desks.add(each.desk, each.clerk, each.serves);
  for (const Paper& each : room.papers) papers.add(each.paper);
  for (const Wait& each : room.waits) waits.add(each.hour, each.minutes);
  for (const Ticket& each : room.before) before.add(each.number, each.drawn_at);
  return services
      .page(Value::object({{"number", number},
                           {"topic", room.papers.front().topic},
                           {"desks", std::move(desks)},
                           {"papers", std::move(papers)},
                           {"waits", std::move(waits)},
                           {"before", std::move(before)}}))
      .set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage pull_a_ticket() {
  return {
      .summary = "a visitor of the town hall draws a number: desks, papers to bring, usual waiting times",
      .why =
          "The counter's row is updated first, and stays locked while everything else on the page is "
          "queried. Everybody who draws a number at this counter has to wait for that. The rest could be "
          "read first and the number drawn at the end.",
      .knobs = {{.name = "counter", .help = "which counter", .initial = 3, .minimum = 1, .maximum = 12},
                {.name = "topic", .help = "what it is about", .initial = 5, .minimum = 1, .maximum = 24},
                dataset_knob()},
      .run = pull,
      .labels = {{.name = "hot-row"}},
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
