#include "core/errors.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view match_sql = "SELECT home, away, visitors FROM stadium_match WHERE id = ?";
constexpr std::string_view gates_sql = "SELECT gate, turnstiles, stewards FROM stadium_gate ORDER BY gate";
// Minutes before the kick-off are negative.
constexpr std::string_view entries_sql = R"(
  SELECT gate, COUNT(*), MIN(entered_min), MAX(entered_min), SUM(entered_min > 0), SUM(is_season_ticket)
    FROM stadium_entry
   WHERE match_id = ?
   GROUP BY gate
   ORDER BY gate)";

struct Match {
  std::string home, away;
  std::int64_t visitors;
  static constexpr auto columns = std::tuple(&Match::home, &Match::away, &Match::visitors);
};
struct Gate {
  std::string name;
  std::int64_t turnstiles, stewards;
  static constexpr auto columns = std::tuple(&Gate::name, &Gate::turnstiles, &Gate::stewards);
};
struct Entries {
  std::string gate;
  std::int64_t people, first_min, last_min, late, season_tickets;
  static constexpr auto columns = std::tuple(&Entries::gate, &Entries::people, &Entries::first_min,
                                             &Entries::last_min, &Entries::late, &Entries::season_tickets);
};

void write_entries(io::JsonWriter& json, const Entries& entries, const Gate& gate) {
  json.key("people").number(entries.people).key("late").number(entries.late);
  json.key("season_tickets").number(entries.season_tickets);
  json.key("open_min").begin_list().number(entries.first_min).number(entries.last_min).end_list();
  json.key("by_turnstile").number(entries.people / gate.turnstiles);
}

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("match");
  const auto match = services.db.query_one<Match>(match_sql, id);
  if (!match) throw NotFound("there is no match " + std::to_string(id));
  const auto gates = services.db.query<Gate>(gates_sql);
  const auto entries = services.db.query<Entries>(entries_sql, id);
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("home").text(match->home).key("away").text(match->away);
                     json.key("visitors").number(match->visitors).key("gates").begin_list();
                     // Both lists are sorted by gate, and a gate may have been closed.
                     auto at = entries.begin();
                     for (const Gate& gate : gates) {
                       json.begin_object().key("gate").text(gate.name);
                       json.key("stewards").number(gate.stewards);
                       if (at != entries.end() && at->gate == gate.name) write_entries(json, *at++, gate);
                       json.end_object();
                     }
                     json.end_list().end_object();
                   })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage stadium_entries() {
  return {
      .summary = "how a football stadium filled before a match, gate by gate, as JSON for the head steward",
      .why =
          "The index has the match and the gate, but the minute and the type of ticket are in the rows. "
          "Tickets are stored in the order in which they were sold, for all matches of the season, so each "
          "entry is looked up on another page. With the two columns, the index would be enough.",
      .knobs = {{.name = "match", .help = "match of the season", .initial = 9, .minimum = 1, .maximum = 34},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "covering-index"}},
  };
}

}  // namespace caseload::gallery
