#include "lab/gallery_page.hpp"

#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// Who was first to reach a score keeps the place.
constexpr std::string_view best_sql =
    "select s.player_id, c.name, s.score, s.reached_at from "
    "(select id, player_id, score, reached_at from game_score where level_id = ? "
    "order by score desc, reached_at asc limit ?) s "
    "left join customer c on c.id = s.player_id order by s.score desc, s.reached_at";

struct Score {
  std::int64_t player_id;
  std::optional<std::string> player;
  std::int64_t score;
  std::string reached_at;
  static constexpr auto columns =
      std::tuple(&Score::player_id, &Score::player, &Score::score, &Score::reached_at);
};

constexpr std::int64_t gold = 98'000, silver = 90'000;

std::optional<std::string_view> medal_for(std::int64_t score) {
  if (score >= gold) return "gold";
  if (score >= silver) return "silver";
  return std::nullopt;
}

Response run(const Request& request, Services& services) {
  const auto scores = services.db.query<Score>(best_sql, request.knobs.integer("level"), request.knobs.n());
  Rows rows({"place", "player", "score", "medal", "day"});
  for (const Score& each : scores)
    rows.add(rows.size() + 1, each.player, each.score, medal_for(each.score), each.reached_at.substr(0, 10));
  return services
      .page(Value::object({{"level", request.knobs.integer("level")}, {"scores", std::move(rows)}}))
      .set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage high_scores() {
  return {
      .summary = "the high scores of a level of the quiz game",
      .why =
          "The index has level, score and time, but all of them ascending, and the list wants the highest "
          "score and the earliest time first. All scores of the level are read and sorted; an index with "
          "the score descending would deliver the first ones.",
      .knobs = {items_knob("places on the list", 640),
                {.name = "level", .help = "number of the level", .initial = 1, .minimum = 1, .maximum = 8},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "filesort"}},
  };
}

}  // namespace caseload::gallery
