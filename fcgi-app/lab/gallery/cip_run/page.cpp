#include "core/errors.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view tank_sql = "SELECT name, hectolitre FROM cellar_tank WHERE id = ?";
constexpr std::string_view start_sql = "INSERT INTO cip_run (tank_id, programme_id) VALUES (?, ?)";
// A copy, because the cellarman may change a run while it lasts.
constexpr std::string_view copy_steps_sql =
    "INSERT INTO cip_run_step (run_id, position, what, seconds, degrees) "
    "SELECT ?, position, what, seconds * ? DIV 120, degrees FROM cip_programme_step WHERE programme_id = ?";
constexpr std::string_view forget_steps_sql = "DELETE FROM cip_run_step WHERE run_id = ?";
constexpr std::string_view forget_sql = "DELETE FROM cip_run WHERE id = ?";
constexpr std::string_view note_sql = "UPDATE cellar_tank SET cleaned_at = NOW(6) WHERE id = ?";
constexpr std::string_view steps_sql =
    "SELECT what, seconds, degrees FROM cip_run_step WHERE run_id = ? ORDER BY position";
constexpr std::string_view history_sql =
    "SELECT id, programme_id, begun_at FROM cip_run WHERE tank_id = ? AND id < ? ORDER BY id DESC LIMIT 4";
constexpr std::int64_t runs_kept = 300;

struct Tank {
  std::string name;
  std::int64_t hectolitre;
  static constexpr auto columns = std::tuple(&Tank::name, &Tank::hectolitre);
};
struct Step {
  std::string what;
  std::int64_t seconds, degrees;
  static constexpr auto columns = std::tuple(&Step::what, &Step::seconds, &Step::degrees);
};
struct Earlier {
  std::int64_t id, programme;
  std::string begun_at;
  static constexpr auto columns = std::tuple(&Earlier::id, &Earlier::programme, &Earlier::begun_at);
};

// The tank's row, which the screens of the cellar read, is written last.
std::int64_t start(Database& db, std::int64_t tank_id, const Tank& tank, std::int64_t programme) {
  std::int64_t run = 0;
  db.transaction([&] {
    db.execute(start_sql, tank_id, programme);
    run = db.last_insert_id();
    db.execute(copy_steps_sql, run, tank.hectolitre, programme);
    db.execute(forget_steps_sql, run - runs_kept);
    db.execute(forget_sql, run - runs_kept);
    db.execute(note_sql, tank_id);
  });
  return run;
}

Response clean(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t tank_id = request.knobs.integer("tank");
  const auto tank = db.query_one<Tank>(tank_sql, tank_id);
  if (!tank) throw NotFound("there is no tank " + std::to_string(tank_id));
  const std::int64_t run = start(db, tank_id, *tank, request.knobs.integer("programme"));
  const auto steps = db.query<Step>(steps_sql, run);
  const auto earlier = db.query<Earlier>(history_sql, tank_id, run);
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     std::int64_t at_s = 0;
                     json.begin_object().key("run").number(run).key("tank").text(tank->name);
                     json.key("steps").begin_list();
                     for (const Step& each : steps) {
                       json.begin_object().key("at_s").number(at_s).key("what").text(each.what);
                       json.key("degrees").number(each.degrees).end_object();
                       at_s += each.seconds;
                     }
                     json.end_list().key("done_s").number(at_s).key("earlier").begin_list();
                     for (const Earlier& each : earlier) {
                       json.begin_object().key("run").number(each.id).key("programme").number(each.programme);
                       json.key("begun").text(each.begun_at).end_object();
                     }
                     json.end_list().end_object();
                   })
      .set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage cip_run() {
  return {
      .summary = "a cellarman starts the cleaning of a tank and gets the steps of the run, as JSON",
      .why =
          "Innocent: five writes in one transaction. The nine steps are copied by one INSERT, the row of the "
          "tank is written last, so that it is locked for a moment only, and what the page shows is read "
          "after the commit. Two cellarmen don't clean the same tank at once.",
      .knobs =
          {{.name = "tank", .help = "number of the tank", .initial = 31, .minimum = 1, .maximum = 48},
           {.name = "programme", .help = "number of the programme", .initial = 2, .minimum = 1, .maximum = 5},
           dataset_knob()},
      .run = clean,
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
