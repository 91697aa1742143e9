#include <cmath>
#include <unordered_map>

#include "core/csv.hpp"
#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view players_sql = "SELECT id, name FROM elo_player WHERE league_id = ?";
constexpr std::string_view games_sql =
    "SELECT played_on, home_id, away_id, home_sets, away_sets FROM elo_game WHERE league_id = ? "
    "ORDER BY number LIMIT ?";

struct Player {
  std::int64_t id;
  std::string name;
  static constexpr auto columns = std::tuple(&Player::id, &Player::name);
};

struct Game {
  std::string day;
  std::int64_t home, away, home_sets, away_sets;
  static constexpr auto columns =
      std::tuple(&Game::day, &Game::home, &Game::away, &Game::home_sets, &Game::away_sets);
};

struct Standing {
  std::string name;
  double rating = 1'500;
};

// Elo, The Rating of Chessplayers (1978), with a constant of 24 as in most leagues.
class Ratings {
 public:
  Ratings(Database& db, std::int64_t league) {
    for (Player& each : db.query<Player>(players_sql, league))
      standings_.emplace(each.id, Standing{.name = std::move(each.name)});
  }

  const Standing& of(std::int64_t player) const { return standings_.at(player); }

  void play(const Game& game) {
    constexpr double factor = 24;
    Standing& home = standings_.at(game.home);
    Standing& away = standings_.at(game.away);
    const double expected = 1 / (1 + std::pow(10, (away.rating - home.rating) / 400));
    const double change = factor * ((game.home_sets > game.away_sets ? 1 : 0) - expected);
    home.rating += change;
    away.rating -= change;
  }

 private:
  std::unordered_map<std::int64_t, Standing> standings_;
};

void write_game(Csv& csv, const Game& game, const Ratings& ratings) {
  csv.text(game.day).text(ratings.of(game.home).name).text(ratings.of(game.away).name);
  csv.number(std::to_string(game.home_sets)).number(std::to_string(game.away_sets));
  csv.number(fixed(ratings.of(game.home).rating, 1)).number(fixed(ratings.of(game.away).rating, 1));
  csv.end_record();
}

Response run(const Request& request, Services& services) {
  Response response;
  response.set("Content-Type", "text/csv; charset=utf-8")
      .set("Content-Disposition", "attachment; filename=\"ratings.csv\"")
      .set("Cache-Control", "private, no-store")
      .set("X-Accel-Buffering", "no");
  response.producer = [&services, league = request.knobs.integer("league"),
                       n = request.knobs.n()](Sink& sink) {
    constexpr std::size_t piece = 8'000;
    Ratings ratings(services.db, league);
    std::string text;
    Csv csv(text);
    csv.text("day").text("home").text("away").text("sets").text("sets").text("rating").text("rating");
    csv.end_record();
    const auto send = [&] {
      sink.write(text);
      sink.flush();
      text.clear();
    };
    send();
    services.db.each<Game>(
        games_sql,
        [&](const Game& game) {
          ratings.play(game);
          write_game(csv, game, ratings);
          if (text.size() >= piece) send();
          return true;
        },
        league, n);
    send();
  };
  return response;
}

}  // namespace

GalleryPage elo_replay() {
  return {
      .summary = "the ratings of a table tennis league replayed from its first game, as a CSV file",
      .why =
          "Innocent: thousands of games are fetched and computed with in code, which looks like work for the "
          "database. But each rating depends on all games before, every game is a line of the file, and it "
          "is sent while it is computed. Only the players' ratings are kept.",
      .knobs = {{.name = "n",
                 .help = "games to replay",
                 .initial = 2'500,
                 .minimum = 1,
                 .maximum = 10'000,
                 .ladder = {10, 40, 160, 640, 2'560, 10'000}},
                {.name = "league", .help = "number of the league", .initial = 1, .minimum = 1, .maximum = 3},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
