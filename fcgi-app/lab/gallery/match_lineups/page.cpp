#include <unordered_map>

#include "core/errors.hpp"
#include "core/text.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t players_on_sheet = 20;  // eleven, and nine substitutes

// The sheets are stored as both coaches have signed them: twenty numbers of players' passports.
constexpr std::string_view game_sql =
    "SELECT home, away, kicks_off_at, home_sheet, away_sheet FROM sheet_game WHERE id = ?";
constexpr std::string_view goals_sql =
    "SELECT minute, passport, is_own_goal FROM sheet_goal WHERE game_id = ? ORDER BY minute, passport";
constexpr std::string_view players_sql =
    "SELECT passport, name, position, caps FROM sheet_player WHERE passport IN (";

struct Game {
  std::string home, away, kicks_off_at, home_sheet, away_sheet;
  static constexpr auto columns =
      std::tuple(&Game::home, &Game::away, &Game::kicks_off_at, &Game::home_sheet, &Game::away_sheet);
};
struct Goal {
  std::int64_t minute, passport;
  bool is_own_goal;
  static constexpr auto columns = std::tuple(&Goal::minute, &Goal::passport, &Goal::is_own_goal);
};
struct Player {
  std::int64_t passport;
  std::string name, position;
  std::int64_t caps;
  static constexpr auto columns =
      std::tuple(&Player::passport, &Player::name, &Player::position, &Player::caps);
};

using Passports = std::vector<std::int64_t>;
using Players = std::unordered_map<std::int64_t, Player>;

Passports passports_on(std::string_view sheet) {
  Passports passports;
  for (const std::string& each : split(sheet, " "))
    if (const auto number = whole_number(each)) passports.push_back(*number);
  if (passports.size() > players_on_sheet) passports.resize(players_on_sheet);
  return passports;
}

Players players_with(const Passports& home, const Passports& away, Database& db) {
  std::string sql(players_sql);
  std::vector<Parameter> parameters;
  for (const Passports* side : {&home, &away})
    for (const std::int64_t passport : *side) {
      sql += parameters.empty() ? "?" : ", ?";
      parameters.push_back(to_parameter(passport));
    }
  Players players;
  if (parameters.empty()) return players;
  for (Cursor found = db.run(sql + ")", parameters); found.next();) {
    auto player = map_row<Player>(found);
    players.emplace(player.passport, std::move(player));
  }
  return players;
}

void write_side(io::JsonWriter& json, const Passports& sheet, const Players& players) {
  json.begin_list();
  std::int64_t shirt = 0;
  for (const std::int64_t passport : sheet) {
    ++shirt;
    json.begin_object().key("shirt").number(shirt).key("starts").boolean(shirt <= 11);
    if (const auto player = players.find(passport); player != players.end()) {
      json.key("name").text(player->second.name).key("position").text(player->second.position);
      json.key("caps").number(player->second.caps);
    }
    json.end_object();
  }
  json.end_list();
}

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("game");
  const auto game = services.db.query_one<Game>(game_sql, id);
  if (!game) throw NotFound("there is no game " + std::to_string(id));
  const Passports home = passports_on(game->home_sheet), away = passports_on(game->away_sheet);
  const Players players = players_with(home, away, services.db);
  const auto goals = services.db.query<Goal>(goals_sql, id);
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("home").text(game->home).key("away").text(game->away);
                     json.key("at").text(game->kicks_off_at).key("home_sheet");
                     write_side(json, home, players);
                     json.key("away_sheet");
                     write_side(json, away, players);
                     json.key("goals").begin_list();
                     for (const Goal& each : goals) {
                       const auto scorer = players.find(each.passport);
                       json.begin_object().key("minute").number(each.minute).key("by");
                       json.text(scorer == players.end() ? std::string_view("?") : scorer->second.name);
                       json.key("own_goal").boolean(each.is_own_goal).end_object();
                     }
                     json.end_list().end_object();
                   })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage match_lineups() {
  return {
      .summary = "the line-ups and goals of a football game, as JSON for the screens in the press box",
      .why =
          "Innocent: numbers are taken out of two texts and sent back in an IN list of forty parameters. But "
          "a sheet has twenty players, in every league and at every size, and both sheets share one query, "
          "which finds the players by their primary key.",
      .knobs = {{.name = "game", .help = "number of the game", .initial = 31, .minimum = 1, .maximum = 300},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
