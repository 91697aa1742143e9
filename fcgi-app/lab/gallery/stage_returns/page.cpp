#include "core/errors.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view play_sql = "SELECT title, director FROM stage_play WHERE id = ?";
constexpr std::string_view evenings_sql =
    "SELECT plays_on FROM stage_evening WHERE play_id = ? AND plays_on >= ? ORDER BY plays_on LIMIT 8";
constexpr std::string_view own_sql =
    "SELECT e.plays_on, r.seats FROM stage_reservation AS r JOIN stage_evening AS e ON e.id = r.evening_id "
    "WHERE r.customer_id = ? AND e.play_id = ?";
// Evenings that had sold out and to which a group of tickets has come back.
constexpr std::string_view returns_sql = R"(
  SELECT e.plays_on, COUNT(*), MIN(s.price_cents)
    FROM stage_evening AS e JOIN stage_seat_sale AS s ON s.evening_id = e.id
   WHERE e.play_id = ? AND s.state = 'returned'
   GROUP BY e.id, e.plays_on HAVING COUNT(*) >= 10 ORDER BY e.plays_on)";

constexpr std::string_view today = "2026-05-08";
constexpr int returns_kept_s = 300;

struct Play {
  std::string title, director;
  static constexpr auto columns = std::tuple(&Play::title, &Play::director);
};

struct Evening {
  std::string day;
  static constexpr auto columns = std::tuple(&Evening::day);
};

struct Reservation {
  std::string day;
  std::int64_t seats;
  static constexpr auto columns = std::tuple(&Reservation::day, &Reservation::seats);
};

struct Returned {
  std::string day;
  std::int64_t tickets, from_cents;
  static constexpr auto columns = std::tuple(&Returned::day, &Returned::tickets, &Returned::from_cents);
};

// A line for each evening: "2026-05-09 12 1850".
std::string lines_for(const std::vector<Returned>& returns) {
  std::string text;
  for (const Returned& each : returns)
    text += each.day + " " + std::to_string(each.tickets) + " " + std::to_string(each.from_cents) + "\n";
  return text;
}

std::vector<Returned> returns_in(std::string_view text) {
  std::vector<Returned> returns;
  for (const std::string_view line : lines_of(text)) {
    const auto words = split(line, " ");
    if (words.size() != 3) continue;
    returns.push_back({.day = words[0],
                       .tickets = whole_number(words[1]).value_or(0),
                       .from_cents = whole_number(words[2]).value_or(0)});
  }
  return returns;
}

std::vector<Returned> returns_of(std::int64_t play, Services& services) {
  const std::string key =
      "stage returns " + std::string(name_of(services.db.dataset())) + " " + std::to_string(play);
  const std::string kept = services.cache.get(key).value_or("");
  if (!kept.empty()) return returns_in(kept);
  auto returns = services.db.query<Returned>(returns_sql, play);
  services.cache.set(key, lines_for(returns), returns_kept_s);
  return returns;
}

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("play");
  const auto play = services.db.query_one<Play>(play_sql, id);
  if (!play) throw NotFound("there is no play " + std::to_string(id));
  const auto visitor = visitor_of(request, services.db);
  std::vector<Reservation> own;
  if (visitor) own = services.db.query<Reservation>(own_sql, visitor->id, id);
  const auto evenings = services.db.query<Evening>(evenings_sql, id, today);
  const auto returns = returns_of(id, services);

  Rows days({"day"}), reserved({"day", "seats"}), returned({"day", "tickets", "from"});
  for (const Evening& each : evenings) days.add(each.day);
  for (const Reservation& each : own) reserved.add(each.day, each.seats);
  for (const Returned& each : returns) returned.add(each.day, each.tickets, price_of(each.from_cents));
  return services
      .page(Value::object({{"title", play->title},
                           {"director", play->director},
                           {"evenings", std::move(days)},
                           {"reserved", std::move(reserved)},
                           {"returned", std::move(returned)}}))
      .set("Cache-Control", "private, no-store")
      .set("Vary", "Accept, Cookie");
}

}  // namespace

GalleryPage stage_returns() {
  return {
      .summary = "a play of an open-air theatre: its next evenings, own seats, and tickets that came back",
      .why =
          "What came back is cached for five minutes. But for most plays nothing came back, which is kept as "
          "an empty text, and an empty text is taken for a miss. So all tickets of the play are read at "
          "each view. Plays with returned tickets are served from the cache.",
      .knobs = {{.name = "play", .help = "number of the play", .initial = 5, .minimum = 1, .maximum = 12},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "query-cache"}},
  };
}

}  // namespace caseload::gallery
