#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::int64_t free_visits = 12;  // of a household, among those that are kept
constexpr std::int64_t visits_kept = 3'000;

constexpr std::string_view household_sql = "SELECT name, street FROM yard_household WHERE card = ?";
constexpr std::string_view yard_sql = "SELECT name, closes_at FROM recycling_yard WHERE id = ?";
constexpr std::string_view containers_sql =
    "SELECT kind, place, is_full FROM yard_container WHERE yard_id = ? ORDER BY kind";
// One more than are free is enough to know.
constexpr std::string_view visits_sql =
    "SELECT COUNT(*) FROM (SELECT id FROM yard_visit WHERE card = ? LIMIT 13) AS counted";
constexpr std::string_view enter_sql =
    "INSERT INTO yard_visit (card, yard_id, litres, entered_at) VALUES (?, ?, ?, NOW(6))";
constexpr std::string_view remove_sql = "DELETE FROM yard_visit WHERE id = ?";

struct Household {
  std::string name, street;
  static constexpr auto columns = std::tuple(&Household::name, &Household::street);
};

struct Yard {
  std::string name, closes_at;
  static constexpr auto columns = std::tuple(&Yard::name, &Yard::closes_at);
};

struct Container {
  std::string kind, place;
  bool is_full;
  static constexpr auto columns = std::tuple(&Container::kind, &Container::place, &Container::is_full);
};

struct Visits {
  std::int64_t number;
  static constexpr auto columns = std::tuple(&Visits::number);
};

Response enter(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t card = request.knobs.integer("card"), id = request.knobs.integer("yard");
  const auto household = db.query_one<Household>(household_sql, card);
  const auto yard = db.query_one<Yard>(yard_sql, id);
  if (!household || !yard) throw NotFound("there is no such card or yard");
  const auto containers = db.query<Container>(containers_sql, id);
  const bool is_free = db.query_one<Visits>(visits_sql, card)->number < free_visits;
  db.transaction([&] {
    db.execute(enter_sql, card, id, request.knobs.integer("litres"));
    db.execute(remove_sql, db.last_insert_id() - visits_kept);
  });
  Rows rows({"kind", "place", "is_full"});
  for (const Container& each : containers) rows.add(each.kind, each.place, each.is_full);
  return services
      .page(Value::object({{"yard", yard->name},
                           {"closes_at", yard->closes_at},
                           {"name", household->name},
                           {"street", household->street},
                           {"is_free", is_free},
                           {"containers", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage recycling_yard() {
  return {
      .summary =
          "a household's card is read at the gate of a recycling yard: is the visit free, and what goes "
          "where",
      .why =
          "Innocent: cards are read at all gates at once, but nobody counts in a row that others need. A "
          "visit is a row of its own, written after everything was read. The visits of a card are counted "
          "up to thirteen.",
      .knobs =
          {{.name = "card", .help = "number of the card", .initial = 204, .minimum = 1, .maximum = 2'000},
           {.name = "yard", .help = "number of the yard", .initial = 3, .minimum = 1, .maximum = 6},
           {.name = "litres", .help = "what is brought", .initial = 200, .minimum = 1, .maximum = 3'000},
           dataset_knob()},
      .run = enter,
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
