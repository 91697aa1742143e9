#include <cmath>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Player {
  std::string name, club;
  std::int64_t rating;
  static constexpr auto columns = std::tuple(&Player::name, &Player::club, &Player::rating);
};

struct Board {
  std::int64_t white, black;  // starting numbers
};

// Berger's tables: the player with the highest number keeps the seat, all others move on by half the table
// from one round to the next.
std::vector<Board> boards_of(std::int64_t round, std::int64_t boards) {
  const std::int64_t others = 2 * boards - 1;
  const std::int64_t shift = (round - 1) * boards % others;
  std::vector<Board> list;
  const bool is_even = round % 2 == 0;
  const std::int64_t opponent = 1 + shift;
  list.push_back(is_even ? Board{2 * boards, opponent} : Board{opponent, 2 * boards});
  for (std::int64_t at = 1; at < boards; ++at)
    list.push_back({1 + (shift + at) % others, 1 + (shift + others - at) % others});
  return list;
}

// The players of a tournament, by the numbers that were drawn.
class StartingList {
 public:
  StartingList(Database& db, std::int64_t tournament) : db_(db), tournament_(tournament) {}

  Player at(std::int64_t number) const {
    auto player = db_.query_one<Player>(
        "SELECT name, club, rating FROM chess_entry WHERE tournament_id = ? AND number = ?", tournament_,
        number);
    if (!player) throw NotFound("nobody was drawn as number " + std::to_string(number));
    return *std::move(player);
  }

 private:
  Database& db_;
  std::int64_t tournament_;
};

// What the ratings let expect of White, by the formula of the federation: 0.64.
std::string expected_score(const Player& white, const Player& black) {
  const double difference = static_cast<double>(black.rating - white.rating);
  return fixed(1 / (1 + std::pow(10, difference / 400)), 2);
}

std::string line_for(const Player& player) {
  return player.name + " (" + std::to_string(player.rating) + ", " + player.club + ")";
}

Response print(const Request& request, Services& services) {
  const std::int64_t round = request.knobs.integer("round");
  const StartingList players(services.db, request.knobs.integer("tournament"));
  std::string sheet = "Round " + std::to_string(round) + "\n\n";
  std::int64_t number = 0;
  for (const Board& board : boards_of(round, request.knobs.n())) {
    const Player white = players.at(board.white);
    const Player black = players.at(board.black);
    sheet += std::to_string(++number) + ". " + line_for(white) + " - " + line_for(black) + "  " +
             expected_score(white, black) + "\n";
  }
  return Response{.body = std::move(sheet)}
      .set("Content-Type", "text/plain; charset=utf-8")
      .set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage chess_pairings() {
  return {
      .summary = "the pairings of a round of a chess tournament, as text for the printer at the venue",
      .why =
          "Who plays whom is computed and not read. But each board then looks up its two players by number, "
          "so a hall of n boards takes 2n queries, though one query returns the starting list.",
      .knobs = {items_knob("boards in the hall", 640),
                {.name = "round", .help = "the round", .initial = 3, .minimum = 1, .maximum = 9},
                {.name = "tournament",
                 .help = "number of the tournament",
                 .initial = 2,
                 .minimum = 1,
                 .maximum = 4},
                dataset_knob()},
      .run = print,
      .labels = {{.name = "n-plus-one"}},
  };
}

}  // namespace caseload::gallery
