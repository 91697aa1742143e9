#include <algorithm>
#include <functional>

#include "core/csv.hpp"
#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view season_sql = "SELECT title FROM court_season WHERE id = ?";
constexpr std::string_view clubs_sql = "SELECT code, name FROM court_club";
constexpr std::string_view plays_sql =
    "SELECT game_no, club, points, clock_tenths, player, remark FROM court_play WHERE season_id = ? "
    "ORDER BY game_no, play_no";
constexpr std::size_t runs_shown = 12;

struct Season {
  std::string title;
  static constexpr auto columns = std::tuple(&Season::title);
};
struct Club {
  std::string code, name;
  static constexpr auto columns = std::tuple(&Club::code, &Club::name);
};
struct Play {
  std::int64_t game;
  std::string club;
  std::int64_t points, clock_tenths;  // of a second, until the end of the game
  std::string player, remark;
  static constexpr auto columns =
      std::tuple(&Play::game, &Play::club, &Play::points, &Play::clock_tenths, &Play::player, &Play::remark);
};

// What happened in a season, from its first tip-off to its last buzzer.
class PlayByPlay {
 public:
  PlayByPlay(Database& db, std::int64_t season)
      : plays_(db.run(plays_sql, std::vector<Parameter>{to_parameter(season)})) {}

  std::optional<Play> next() {
    if (!plays_.next()) return std::nullopt;
    return map_row<Play>(plays_);
  }

 private:
  Cursor plays_;
};

// Points of one club in a game while the other one does not score.
struct Run {
  std::int64_t game = 0;
  std::string club, last_scorer;
  std::int64_t points = 0, began_tenths = 0, ended_tenths = 0;
};

class LongestRuns {
 public:
  void follow(const Play& play) {
    // Baskets that the referees took back after they had seen the pictures.
    if (play.points == 0 || play.remark == "overturned") return;
    if (play.game != current_.game || play.club != current_.club) {
      close();
      current_ = {.game = play.game, .club = play.club, .last_scorer = {}, .began_tenths = play.clock_tenths};
    }
    current_.points += play.points;
    current_.ended_tenths = play.clock_tenths;
    current_.last_scorer = play.player;
  }

  std::vector<Run> take() {
    close();
    return std::move(longest_);
  }

 private:
  void close() {
    if (current_.points == 0) return;
    const auto place =
        std::ranges::upper_bound(longest_, current_.points, std::ranges::greater(), &Run::points);
    longest_.insert(place, current_);
    if (longest_.size() > runs_shown) longest_.pop_back();
    current_ = {};
  }

  Run current_;
  std::vector<Run> longest_;
};

std::string name_of_club(std::string_view code, const std::vector<Club>& clubs) {
  const auto club = std::ranges::find(clubs, code, &Club::code);
  return club == clubs.end() ? std::string(code) : club->name;
}

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("season");
  const auto season = services.db.query_one<Season>(season_sql, id);
  if (!season) throw NotFound("there is no season " + std::to_string(id));
  const auto clubs = services.db.query<Club>(clubs_sql);
  LongestRuns longest;
  PlayByPlay plays(services.db, id);
  while (const auto play = plays.next()) longest.follow(*play);

  Response response;
  std::string& file = response.body;
  Csv(file)
      .text("season")
      .text("game")
      .text("club")
      .text("points")
      .text("seconds")
      .text("last by")
      .end_record();
  for (const Run& each : longest.take())
    Csv(file)
        .text(season->title)
        .number(std::to_string(each.game))
        .text(name_of_club(each.club, clubs))
        .number(std::to_string(each.points))
        .number(std::to_string((each.began_tenths - each.ended_tenths) / 10))
        .text(each.last_scorer)
        .end_record();
  return response.set("Content-Type", "text/csv; charset=utf-8").set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage scoring_runs() {
  return {
      .summary = "the twelve longest runs of unanswered points in a basketball season, as a CSV file",
      .why =
          "next() returns one play and the search remembers a dozen runs, so nothing seems to grow. But the "
          "cursor behind it has fetched every play of the season before the first one is returned. Streamed "
          "with each(), a few of them would be in memory.",
      .knobs = {{.name = "season", .help = "number of the season", .initial = 2, .minimum = 1, .maximum = 2},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "iterator"}},
  };
}

}  // namespace caseload::gallery
