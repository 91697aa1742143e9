#include "core/errors.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view plot_sql =
    "SELECT p.name, p.tenant, p.colony_id, c.name, c.litres_a_turn FROM tap_plot AS p "
    "JOIN tap_colony AS c ON c.id = p.colony_id WHERE p.id = ?";
constexpr std::string_view weeks_turns_sql =
    "SELECT COUNT(*), CAST(COALESCE(SUM(litres), 0) AS SIGNED) FROM tap_turn WHERE plot_id = ?";
constexpr std::string_view add_sql =
    "INSERT INTO tap_turn (colony_id, plot_id, quarter_hour, litres) VALUES (?, ?, ?, ?)";
constexpr std::string_view drop_oldest_sql = "DELETE FROM tap_turn WHERE plot_id = ? ORDER BY id LIMIT 1";
constexpr std::string_view touch_sql = "UPDATE tap_plot SET turns = turns + 1 WHERE id = ?";
constexpr std::string_view neighbours_sql =
    "SELECT p.name, t.litres FROM tap_turn AS t JOIN tap_plot AS p ON p.id = t.plot_id "
    "WHERE t.colony_id = ? AND t.quarter_hour = ? AND t.plot_id <> ? ORDER BY t.id DESC LIMIT 10";
constexpr std::int64_t turns_of_a_plot = 6;

struct Plot {
  std::string name, tenant;
  std::int64_t colony_id;
  std::string colony;
  std::int64_t litres_a_turn;
  static constexpr auto columns =
      std::tuple(&Plot::name, &Plot::tenant, &Plot::colony_id, &Plot::colony, &Plot::litres_a_turn);
};

struct Used {
  std::int64_t turns, litres;
  static constexpr auto columns = std::tuple(&Used::turns, &Used::litres);
};

struct Neighbour {
  std::string plot;
  std::int64_t litres;
  static constexpr auto columns = std::tuple(&Neighbour::plot, &Neighbour::litres);
};

Used book_turn(Database& db, std::int64_t id, const Plot& plot, std::int64_t quarter_hour) {
  Used used{};
  db.transaction([&] {
    used = db.query_one<Used>(weeks_turns_sql, id).value();
    // A seventh turn takes the place of the oldest.
    if (used.turns >= turns_of_a_plot) db.execute(drop_oldest_sql, id);
    db.execute(add_sql, plot.colony_id, id, quarter_hour, plot.litres_a_turn);
    // The tenant's own row, and nobody else writes it. It comes last, just before the commit.
    db.execute(touch_sql, id);
  });
  return used;
}

Response run(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t id = request.knobs.integer("plot"), quarter_hour = request.knobs.integer("quarter");
  const auto plot = db.query_one<Plot>(plot_sql, id);
  if (!plot) throw NotFound("there is no plot " + std::to_string(id));
  const Used before = book_turn(db, id, *plot, quarter_hour);
  const auto neighbours = db.query<Neighbour>(neighbours_sql, plot->colony_id, quarter_hour, id);
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("colony").text(plot->colony).key("plot").text(plot->name);
                     json.key("tenant").text(plot->tenant).key("turns_before").number(before.turns);
                     json.key("litres_before").number(before.litres).key("with").begin_list();
                     for (const Neighbour& each : neighbours)
                       json.begin_object()
                           .key("plot")
                           .text(each.plot)
                           .key("litres")
                           .number(each.litres)
                           .end_object();
                     json.end_list().end_object();
                   })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage water_turn() {
  return {
      .summary = "a tenant of an allotment books a turn at the tap, and learns who waters at the same time",
      .why =
          "Innocent: a counter is incremented in a transaction, but it is the tenant's own, and the last "
          "thing before the commit. The turns are new rows. Who else comes is read after the commit. One "
          "turn is one of each query, as there is one of it.",
      .knobs =
          {{.name = "plot", .help = "number of the plot", .initial = 208, .minimum = 1, .maximum = 1'000},
           {.name = "quarter",
            .help = "quarter of an hour in the week",
            .initial = 80,
            .minimum = 1,
            .maximum = 600},
           dataset_knob()},
      .run = run,
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
