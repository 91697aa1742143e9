#include <map>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view matches_sql =
    "SELECT m.round, m.place, w.name, b.name, m.half_points FROM knockout_match AS m "
    "JOIN knockout_player AS w ON w.id = m.white_id JOIN knockout_player AS b ON b.id = m.black_id "
    "WHERE m.cup_id = ? AND m.round <= ?";
constexpr std::int64_t all_half_points = 8;

struct Match {
  std::int64_t round, place;
  std::string white, black;
  std::int64_t half_points;
  static constexpr auto columns =
      std::tuple(&Match::round, &Match::place, &Match::white, &Match::black, &Match::half_points);
};

using Bracket = std::map<std::pair<std::int64_t, std::int64_t>, Match>;  // by round and place

std::string points(std::int64_t half_points) {
  return std::to_string(half_points / 2) + (half_points % 2 == 1 ? ".5" : "");
}

// The branch of the upper player comes above the match and that of the lower one below it, as on paper.
void draw(std::string& text, const Bracket& bracket, std::int64_t round, std::int64_t place,
          std::int64_t rounds) {
  const auto found = bracket.find({round, place});
  if (found == bracket.end()) return;
  const Match& match = found->second;
  draw(text, bracket, round + 1, 2 * place - 1, rounds);
  text.append(static_cast<std::size_t>(rounds - round) * 4, ' ').append(match.white).append(" - ");
  text.append(match.black).append("  ").append(points(match.half_points)).append(":");
  text.append(points(all_half_points - match.half_points)).append("\n");
  draw(text, bracket, round + 1, 2 * place, rounds);
}

Response run(const Request& request, Services& services) {
  const std::int64_t cup = request.knobs.integer("cup"), rounds = request.knobs.integer("rounds");
  Bracket bracket;
  for (Match& each : services.db.query<Match>(matches_sql, cup, rounds)) {
    const std::pair at(each.round, each.place);
    bracket.emplace(at, std::move(each));
  }
  if (bracket.empty()) throw NotFound("there is no cup " + std::to_string(cup));
  Response response;
  draw(response.body, bracket, 1, 1, rounds);
  response.set("Content-Type", "text/plain; charset=utf-8").set("Cache-Control", "private, no-store");
  return response;
}

}  // namespace

GalleryPage cup_bracket() {
  return {
      .summary = "the bracket of a chess cup as text for the notice board, from the last rounds to the final",
      .why =
          "A function calls itself twice for each match, and one more round doubles the page. But all "
          "matches come with one query, through the primary key, with the names of both players joined. The "
          "recursion looks them up in a map.",
      .knobs = {{.name = "rounds",
                 .help = "rounds to draw",
                 .initial = 6,
                 .minimum = 1,
                 .maximum = 10,
                 .ladder = {2, 4, 6, 8, 10}},
                {.name = "cup", .help = "number of the cup", .initial = 2, .minimum = 1, .maximum = 3},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
