#include <algorithm>
#include <map>
#include <random>

#include "core/numbers.hpp"
#include "io/json/json.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

constexpr int seasons = 4'000;
constexpr std::int64_t points_of_match = 3;

constexpr std::string_view played_sql = "SELECT COUNT(*) FROM volley_match WHERE home_points IS NOT NULL";
constexpr std::string_view clubs_sql = "SELECT id, name, strength FROM volley_club ORDER BY id";
constexpr std::string_view matches_sql = "SELECT home_id, away_id, home_points FROM volley_match";
constexpr std::string_view pick_sql =
    "SELECT c.name FROM volley_pick AS p JOIN volley_club AS c ON c.id = p.club_id WHERE p.customer_id = ?";

struct Count {
  std::int64_t number;
  static constexpr auto columns = std::tuple(&Count::number);
};

struct Club {
  std::int64_t id;
  std::string name;
  std::int64_t strength;
  static constexpr auto columns = std::tuple(&Club::id, &Club::name, &Club::strength);
};

struct Match {
  std::int64_t home, away;
  std::optional<std::int64_t> home_points;
  static constexpr auto columns = std::tuple(&Match::home, &Match::away, &Match::home_points);
};

struct Name {
  std::string name;
  static constexpr auto columns = std::tuple(&Name::name);
};

// The rest of the season is played four thousand times with dice that favour the stronger club.
class Race {
 public:
  explicit Race(Database& db)
      : clubs_(db.query<Club>(clubs_sql)), points_(clubs_.size()), titles_(clubs_.size()) {
    std::map<std::int64_t, std::size_t> place;
    for (std::size_t at = 0; at < clubs_.size(); ++at) place[clubs_[at].id] = at;
    for (const Match& match : db.query<Match>(matches_sql)) {
      const std::size_t home = place.at(match.home), away = place.at(match.away);
      if (match.home_points) {
        points_[home] += *match.home_points;
        points_[away] += points_of_match - *match.home_points;
      } else {
        open_.push_back(
            {home, away, clubs_[home].strength + 5, clubs_[home].strength + clubs_[away].strength + 5});
      }
    }
  }

  void play() {
    std::mt19937_64 dice(open_.size());
    for (int season = 0; season < seasons; ++season) {
      auto points = points_;
      for (const Open& match : open_) {
        const auto thrown = static_cast<std::int64_t>(dice() % static_cast<std::uint64_t>(match.both));
        points[thrown < match.home_strength ? match.home : match.away] += points_of_match;
      }
      ++titles_[static_cast<std::size_t>(std::max_element(points.begin(), points.end()) - points.begin())];
    }
  }

  Value outcome() const {
    std::vector<std::size_t> order(clubs_.size());
    for (std::size_t at = 0; at < order.size(); ++at) order[at] = at;
    std::stable_sort(order.begin(), order.end(),
                     [this](std::size_t one, std::size_t other) { return points_[one] > points_[other]; });
    Value clubs = Value::list();
    for (const std::size_t at : order)
      clubs.add(Value::object({{"name", clubs_[at].name},
                               {"points", points_[at]},
                               {"chance", fixed(100.0 * titles_[at] / seasons, 1)}}));
    return clubs;
  }

 private:
  struct Open {
    std::size_t home, away;
    std::int64_t home_strength, both;
  };

  std::vector<Club> clubs_;
  std::vector<std::int64_t> points_;
  std::vector<int> titles_;
  std::vector<Open> open_;
};

// A new result makes a new key, so the chances are never older than the table.
Value chances(std::int64_t played, Services& services) {
  const CachedText kept{
      .key = "title race " + std::string(name_of(services.db.dataset())) + " " + std::to_string(played),
      .depends = {},
      .lifetime_s = 86'400};
  const auto text = services.texts.get(kept, [&] {
    Race race(services.db);
    race.play();
    return io::to_json(race.outcome());
  });
  return io::from_json(text.text).value();
}

Response show(const Request& request, Services& services) {
  const std::int64_t played = services.db.query_one<Count>(played_sql).value().number;
  const auto visitor = visitor_of(request, services.db);
  Value model = Value::object({{"played", played}, {"clubs", chances(played, services)}});
  if (visitor) {
    const auto pick = services.db.query_one<Name>(pick_sql, visitor->id);
    if (pick) model.set("pick", pick->name);
  }
  return services.page(std::move(model)).set("Cache-Control", "private").set("Vary", "Accept, Cookie");
}

}  // namespace

GalleryPage title_race() {
  return {
      .summary = "the table of a volleyball league with each club's chance of the title",
      .why =
          "Innocent: the chances take hundreds of thousands of throws of dice, but only once after each "
          "result, by one request at a time. The number of results is part of the key. To count them, the "
          "306 matches of the league are read, which are as many in every season.",
      .knobs = {dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
