#include <optional>

#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// The round that has waited longest and that no other handheld is just taking.
constexpr auto choose_sql = R"(
  select id, trolley, aisle from pick_round
   where hall = ? and due_at < now(6)
   order by due_at limit 1 for update skip locked)";

// The handheld confirms a round at once; one that it does not confirm is soon offered again.
constexpr auto take_sql =
    "update pick_round set due_at = now(6) + interval 5 second, picker = ? where id = ?";

constexpr auto stops_sql = R"(
  select s.shelf, p.sku, p.name, s.pieces
    from pick_stop s join indexed_product p on p.id = s.product_id
   where s.round_id = ? order by s.position)";

constexpr auto aisle_sql = "select warning, one_way from pick_aisle where hall = ? and aisle = ?";

struct Round {
  std::int64_t id;
  std::string trolley;
  std::int64_t aisle;
  static constexpr auto columns = std::tuple(&Round::id, &Round::trolley, &Round::aisle);
};

struct Stop {
  std::string shelf, sku, name;
  std::int64_t pieces;
  static constexpr auto columns = std::tuple(&Stop::shelf, &Stop::sku, &Stop::name, &Stop::pieces);
};

struct Aisle {
  std::string warning;
  bool is_one_way;
  static constexpr auto columns = std::tuple(&Aisle::warning, &Aisle::is_one_way);
};

Response next(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t hall = request.knobs.integer("hall");
  std::optional<Round> round;
  std::vector<Stop> stops;
  std::optional<Aisle> aisle;
  db.transaction([&] {
    round = db.query_one<Round>(choose_sql, hall);
    if (!round) return;
    db.execute(take_sql, request.knobs.integer("picker"), round->id);
    stops = db.query<Stop>(stops_sql, round->id);
    aisle = db.query_one<Aisle>(aisle_sql, hall, round->aisle);
  });
  Value model = Value::object({{"hall", hall}});
  if (round) {
    Rows rows({"shelf", "sku", "name", "pieces"});
    for (const Stop& stop : stops) rows.add(stop.shelf, stop.sku, stop.name, stop.pieces);
    model.set("round", Value::object({{"id", round->id},
                                      {"trolley", round->trolley},
                                      {"warning", aisle ? aisle->warning : std::string()},
                                      {"is_one_way", aisle && aisle->is_one_way},
                                      {"stops", std::move(rows)}}));
  }
  return services.page(std::move(model)).set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage next_pick() {
  return {
      .summary = "a picker's handheld fetches the next round in the warehouse",
      .why =
          "Innocent: all handhelds of a hall want the first row of the same list, and it is locked while "
          "the stops are queried. But SKIP LOCKED gives each of them another round, so nobody waits.",
      .knobs =
          {{.name = "hall", .help = "which hall", .initial = 2, .minimum = 1, .maximum = 6},
           {.name = "picker", .help = "number of the picker", .initial = 31, .minimum = 1, .maximum = 200},
           dataset_knob()},
      .run = next,
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
