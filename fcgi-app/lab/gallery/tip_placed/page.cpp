#include "core/errors.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::int64_t tips_kept = 2'000;

constexpr std::string_view raise_sql =
    "UPDATE tip_pot SET tips = tips + 1, coins = coins + ? WHERE match_id = ?";
constexpr std::string_view pot_sql = "SELECT tips, coins FROM tip_pot WHERE match_id = ?";
constexpr std::string_view add_sql =
    "INSERT INTO tip_entry (match_id, home_goals, away_goals, coins) VALUES (?, ?, ?, ?)";
constexpr std::string_view remove_sql = "DELETE FROM tip_entry WHERE id = ?";
constexpr std::string_view match_sql = "SELECT home, away, home_id, away_id FROM tip_match WHERE id = ?";
constexpr std::string_view form_sql =
    "SELECT club_id, half, scored, conceded FROM tip_goal_mean WHERE club_id IN (?, ?) ORDER BY club_id, "
    "half";
constexpr std::string_view newest_sql =
    "SELECT home_goals, away_goals FROM tip_entry WHERE match_id = ? ORDER BY id DESC LIMIT 40";

struct Match {
  std::string home, away;
  std::int64_t home_id, away_id;
  static constexpr auto columns = std::tuple(&Match::home, &Match::away, &Match::home_id, &Match::away_id);
};

struct Pot {
  std::int64_t tips, coins;
  static constexpr auto columns = std::tuple(&Pot::tips, &Pot::coins);
};

struct Form {
  std::int64_t club, half, scored, conceded;  // hundredths of goals
  static constexpr auto columns = std::tuple(&Form::club, &Form::half, &Form::scored, &Form::conceded);
};

struct Tip {
  std::int64_t home_goals, away_goals;
  static constexpr auto columns = std::tuple(&Tip::home_goals, &Tip::away_goals);
};

struct Slip {
  Match match;
  Pot pot;
  std::vector<Form> form;
  std::vector<Tip> newest;
};

void write_slip(io::JsonWriter& json, const Slip& slip) {
  json.begin_object().key("home").text(slip.match.home).key("away").text(slip.match.away);
  json.key("pot").begin_object().key("tips").number(slip.pot.tips).key("coins").number(slip.pot.coins);
  json.end_object().key("form").begin_list();
  for (const Form& each : slip.form) {
    json.begin_object().key("club").text(each.club == slip.match.home_id ? slip.match.home : slip.match.away);
    json.key("half").number(each.half).key("scored").number(each.scored);
    json.key("conceded").number(each.conceded).end_object();
  }
  json.end_list().key("others").begin_list();
  for (const Tip& each : slip.newest)
    json.text(std::to_string(each.home_goals) + ":" + std::to_string(each.away_goals));
  json.end_list().end_object();
}

Response place(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t id = request.knobs.integer("match"), coins = request.knobs.integer("coins");
  Slip slip{};
  db.transaction([&] {
    if (db.execute(raise_sql, coins, id) == 0) throw NotFound("there is no match " + std::to_string(id));
    slip.pot = db.query_one<Pot>(pot_sql, id).value();
    slip.match = db.query_one<Match>(match_sql, id).value();
    slip.form = db.query<Form>(form_sql, slip.match.home_id, slip.match.away_id);
    slip.newest = db.query<Tip>(newest_sql, id);
    db.execute(add_sql, id, request.knobs.integer("home"), request.knobs.integer("away"), coins);
    db.execute(remove_sql, db.last_insert_id() - tips_kept);
  });
  Response response = data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    write_slip(json, slip);
  });
  return response.set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage tip_placed() {
  return {
      .summary =
          "a fan places a tip in a league's prediction game: the pot, the clubs' form, others' tips, as JSON",
      .why =
          "The pot of the match is raised first, and its row stays locked while the slip is put together "
          "with four queries and the tip is stored. Before a big match, everybody waits for this row. It "
          "could be raised last, or the pot be summed up from the tips.",
      .knobs =
          {{.name = "match", .help = "number of the match", .initial = 12, .minimum = 1, .maximum = 60},
           {.name = "home", .help = "goals of the home club", .initial = 2, .minimum = 0, .maximum = 20},
           {.name = "away", .help = "goals of the guests", .initial = 1, .minimum = 0, .maximum = 20},
           {.name = "coins", .help = "coins put into the pot", .initial = 5, .minimum = 1, .maximum = 50},
           dataset_knob()},
      .run = place,
      .labels = {{.name = "hot-row"}},
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
