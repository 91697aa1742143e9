#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// The contract with the sponsors: all of them are shown, and none is always the first.
constexpr std::string_view sponsors_sql = "SELECT name, slogan, town FROM club_sponsor ORDER BY RAND()";
constexpr std::string_view fixtures_sql =
    "SELECT DATE_FORMAT(played_at, '%d.%m.%Y %H:%i'), opponent, league, home_goals, away_goals FROM "
    "club_fixture "
    "WHERE team = ? ORDER BY played_at DESC LIMIT ?";

struct Sponsor {
  std::string name, slogan, town;
  static constexpr auto columns = std::tuple(&Sponsor::name, &Sponsor::slogan, &Sponsor::town);
};

struct Fixture {
  std::string played_at, opponent, league;
  std::int64_t home_goals, away_goals;
  static constexpr auto columns = std::tuple(&Fixture::played_at, &Fixture::opponent, &Fixture::league,
                                             &Fixture::home_goals, &Fixture::away_goals);

  std::string_view outcome() const {
    return home_goals > away_goals ? "won" : home_goals == away_goals ? "drawn" : "lost";
  }
};

Response show(const Request& request, Services& services) {
  const std::int64_t team = request.knobs.integer("team");
  const auto fixtures = services.db.query<Fixture>(fixtures_sql, team, request.knobs.n());
  const auto sponsors = services.db.query<Sponsor>(sponsors_sql);
  Rows games({"when", "opponent", "league", "goals", "outcome"}), wall({"name", "slogan", "town"});
  for (const Fixture& each : fixtures)
    games.add(each.played_at, each.opponent, each.league,
              std::to_string(each.home_goals) + ":" + std::to_string(each.away_goals), each.outcome());
  for (const Sponsor& each : sponsors) wall.add(each.name, each.slogan, each.town);
  return services
      .page(Value::object({{"team", team}, {"fixtures", std::move(games)}, {"sponsors", std::move(wall)}}))
      .set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage sponsor_wall() {
  return {
      .summary =
          "a handball club's page of a team: its last games, and the sponsors in a new order at each view",
      .why =
          "Innocent: ORDER BY RAND() sorts the 24 sponsors of the club, and the page shows each of them. "
          "There is nothing to pick, and the table does not grow. The games come from an index in their "
          "order.",
      .knobs = {items_knob("games on the page", 640),
                {.name = "team", .help = "number of the team", .initial = 2, .minimum = 1, .maximum = 5},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
