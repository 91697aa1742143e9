#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// Players with equal points share a place. The best n of a division come from the end of its index.
constexpr std::string_view best_sql = R"(
  SELECT RANK() OVER (ORDER BY best.points DESC), best.player_id, best.nickname, best.points, best.games
    FROM (SELECT player_id, nickname, points, games FROM division_player
           WHERE division_id = ? ORDER BY points DESC, player_id DESC LIMIT ?) AS best
   ORDER BY best.points DESC, best.player_id DESC)";
constexpr std::string_view own_sql =
    "SELECT nickname, points FROM division_player WHERE division_id = ? AND player_id = ?";
// A division has two hundred players.
constexpr std::string_view better_sql =
    "SELECT COUNT(*) FROM division_player WHERE division_id = ? AND points > ?";

struct Place {
  std::int64_t place, player_id;
  std::string nickname;
  std::int64_t points, games;
  static constexpr auto columns =
      std::tuple(&Place::place, &Place::player_id, &Place::nickname, &Place::points, &Place::games);
};

struct Player {
  std::string nickname;
  std::int64_t points;
  static constexpr auto columns = std::tuple(&Player::nickname, &Player::points);
};

struct Count {
  std::int64_t players;
  static constexpr auto columns = std::tuple(&Count::players);
};

Response show(const Request& request, Services& services) {
  constexpr std::int64_t division = 7;
  const std::int64_t player = request.knobs.integer("player");
  const auto best = services.db.query<Place>(best_sql, division, request.knobs.n());
  const auto own = services.db.query_one<Player>(own_sql, division, player);
  Rows rows({"place", "nickname", "points", "games", "is_own"});
  for (const Place& each : best)
    rows.add(each.place, each.nickname, each.points, each.games, each.player_id == player);
  Value model = Value::object({{"division", division}, {"players", std::move(rows)}});
  if (own) {
    const auto better = services.db.query_one<Count>(better_sql, division, own->points);
    model.set("own", Value::object({{"nickname", own->nickname},
                                    {"points", own->points},
                                    {"place", better ? better->players + 1 : 1}}));
  }
  return services.page(std::move(model)).set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage division_table() {
  return {
      .summary = "the table of a chess club's division, with the place of the player who looks at it",
      .why =
          "A window function ranks, and a COUNT(*) finds the own place. The first sees only the rows that "
          "are shown, and the second at most the two hundred players of a division, in an index.",
      .knobs =
          {{.name = "n",
            .help = "players to show",
            .initial = 50,
            .minimum = 1,
            .maximum = 200,
            .ladder = {10, 40, 160}},
           {.name = "player", .help = "number of the player", .initial = 90, .minimum = 1, .maximum = 200},
           dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
