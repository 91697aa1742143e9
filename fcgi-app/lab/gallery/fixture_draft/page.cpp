#include <algorithm>
#include <numeric>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view league_sql = "SELECT name FROM draft_league WHERE id = ?";
constexpr std::string_view clubs_sql =
    "SELECT id, name, shares_ground FROM draft_club WHERE league_id = ? ORDER BY id LIMIT ?";
constexpr std::string_view open_sql = "INSERT INTO fixture_draft (league_id) VALUES (?)";
constexpr std::string_view match_sql =
    "INSERT INTO fixture_draft_match (draft_id, round, home_id, away_id) VALUES (?, ?, ?, ?)";
// The matches are deleted with their draft.
constexpr std::string_view remove_sql = "DELETE FROM fixture_draft WHERE id = ?";
constexpr std::int64_t drafts_kept = 30;

struct League {
  std::string name;
  static constexpr auto columns = std::tuple(&League::name);
};
struct Club {
  std::int64_t id;
  std::string name;
  bool shares_ground;
  static constexpr auto columns = std::tuple(&Club::id, &Club::name, &Club::shares_ground);
};

struct Pairing {
  std::size_t home, away;
};

// Everybody against everybody, once: one place stays where it is, and the others move around it from round to
// round. With an odd number of clubs, one of them has no match in each round.
class RoundRobin {
 public:
  explicit RoundRobin(std::size_t clubs) : clubs_(clubs), circle_(clubs + clubs % 2) {
    std::iota(circle_.begin(), circle_.end(), std::size_t{0});
  }

  std::size_t rounds() const { return circle_.size() - 1; }

  std::vector<Pairing> next_round() {
    std::vector<Pairing> pairings;
    for (std::size_t at = 0; at < circle_.size() / 2; ++at) {
      const std::size_t one = circle_[at], other = circle_[circle_.size() - 1 - at];
      if (one >= clubs_ || other >= clubs_) continue;
      const bool is_turned = at == 0 ? round_ % 2 == 1 : at % 2 == 1;
      pairings.push_back(is_turned ? Pairing{other, one} : Pairing{one, other});
    }
    std::rotate(circle_.begin() + 1, circle_.end() - 1, circle_.end());
    ++round_;
    return pairings;
  }

 private:
  std::size_t clubs_, round_ = 0;
  std::vector<std::size_t> circle_;
};

class Draft {
 public:
  Draft(Database& db, const std::vector<Club>& clubs) : db_(db), clubs_(clubs), at_home_(clubs.size()) {}

  void write(std::int64_t league) {
    db_.execute(open_sql, league);
    id_ = db_.last_insert_id();
    matches_ = 0;
    std::ranges::fill(at_home_, 0);
    RoundRobin plan(clubs_.size());
    for (std::size_t round = 1; round <= plan.rounds(); ++round)
      for (const Pairing& each : plan.next_round()) add(static_cast<std::int64_t>(round), each);
    db_.execute(remove_sql, id_ - drafts_kept);
  }

  std::int64_t matches() const { return matches_; }
  const std::vector<std::int64_t>& at_home() const { return at_home_; }

 private:
  void add(std::int64_t round, const Pairing& pairing) {
    db_.execute(match_sql, id_, round, clubs_[pairing.home].id, clubs_[pairing.away].id);
    ++at_home_[pairing.home];
    ++matches_;
  }

  Database& db_;
  const std::vector<Club>& clubs_;
  std::int64_t id_ = 0, matches_ = 0;
  std::vector<std::int64_t> at_home_;
};

Response make(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("league");
  const auto league = services.db.query_one<League>(league_sql, id);
  if (!league) throw NotFound("there is no league " + std::to_string(id));
  const auto clubs = services.db.query<Club>(clubs_sql, id, request.knobs.integer("clubs"));
  Draft draft(services.db, clubs);
  services.db.transaction([&] { draft.write(id); });

  Rows rows({"name", "at_home", "shares_ground"});
  for (std::size_t at = 0; at < clubs.size(); ++at)
    rows.add(clubs[at].name, draft.at_home()[at], clubs[at].shares_ground);
  return services
      .page(
          Value::object({{"league", league->name}, {"matches", draft.matches()}, {"clubs", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage fixture_draft() {
  return {
      .summary = "a league secretary has the fixtures of a season drafted: everybody against everybody",
      .why =
          "The draft is one transaction, but each match is inserted where it is paired, three calls down "
          "from "
          "it. Forty clubs have 780 matches. The rounds could be collected, and stored with an INSERT for "
          "some hundred matches.",
      .knobs = {{.name = "clubs",
                 .help = "clubs that take part",
                 .initial = 18,
                 .minimum = 4,
                 .maximum = 40,
                 .ladder = {4, 10, 20, 40}},
                {.name = "league", .help = "number of the league", .initial = 7, .minimum = 1, .maximum = 25},
                dataset_knob()},
      .run = make,
      .labels = {{.name = "bulk-create"}},
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
