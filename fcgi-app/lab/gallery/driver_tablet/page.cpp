#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"
#include "shop/request_chain.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view report_sql =
    "INSERT INTO tram_position (tram_no, driver_id, line, metres, seen_at) VALUES (?, ?, ?, ?, NOW(6)) "
    "ON DUPLICATE KEY UPDATE driver_id = VALUES(driver_id), line = VALUES(line), metres = VALUES(metres), "
    "seen_at = VALUES(seen_at)";
constexpr std::string_view instruction_sql =
    "SELECT text, max_kmh FROM tram_instruction WHERE line = ? AND from_m <= ? ORDER BY from_m DESC LIMIT 1";

struct Instruction {
  std::string text;
  std::int64_t max_kmh;
  static constexpr auto columns = std::tuple(&Instruction::text, &Instruction::max_kmh);
};

void sign_in(Visit& visit) {
  visit.token = steps::token_of(visit.request);
  const auto session = steps::session_in(visit.services.db, visit.token);
  visit.account.customer_id = session.customer_id;
  visit.account.requests_per_minute = session.requests_per_minute;
}

void load_driver(Visit& visit) {
  auto driver = steps::customer_in(visit.services.db, visit.account.customer_id);
  visit.account.name = std::move(driver.name);
  visit.account.email = std::move(driver.email);
}

void load_licences(Visit& visit) {
  visit.account.permissions = steps::permissions_in(visit.services.db, visit.account.customer_id);
}

void load_pilots(Visit& visit) {
  visit.has_feature = [&visit, pilots = steps::features_in(visit.services.db)](std::string_view name) {
    return steps::is_on(pilots, name, visit.account.customer_id);
  };
}

void note_attendance(Visit& visit) {
  steps::record_session_use(visit.services.db, visit.token);
}

void write_log(Visit& visit, int status) {
  steps::log_at_once(visit, std::to_string(status));
}

// In front of the staff area: rosters, holidays, the canteen, and the tablets' addresses, too.
constexpr ChainStep staff_steps[] = {
    {"sign_in", sign_in},         {"load_driver", load_driver},         {"load_licences", load_licences},
    {"load_pilots", load_pilots}, {"note_attendance", note_attendance}, {"check_limit", steps::check_limit}};

// Sent every ten seconds by the tablet beside the lever.
Response report(Visit& visit) {
  const Knobs& knobs = visit.request.knobs;
  Database& db = visit.services.db;
  db.execute(report_sql, knobs.integer("tram"), visit.account.customer_id, knobs.integer("line"),
             knobs.integer("metres"));
  const auto instruction =
      db.query_one<Instruction>(instruction_sql, knobs.integer("line"), knobs.integer("metres"));
  return data_page(visit.services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("tram").number(knobs.integer("tram"));
    if (instruction) json.key("say").text(instruction->text).key("max_kmh").number(instruction->max_kmh);
    json.end_object();
  });
}

Response run(const Request& request, Services& services) {
  return run_chain({.steps = staff_steps, .finish = {"write_log", write_log}}, request, services, report);
}

}  // namespace

GalleryPage driver_tablet() {
  return {
      .summary =
          "a tram's tablet reports where the tram is, and gets the instruction for this part of the line",
      .why =
          "A position is one write and an instruction one row. But the address is below the staff area, so "
          "the driver's name, licences and pilot features are loaded every ten seconds, and attendance is "
          "written, "
          "for nothing that the tablet shows. The session alone says who drives.",
      .knobs = {{.name = "tram", .help = "number of the tram", .initial = 214, .minimum = 1, .maximum = 400},
                {.name = "line", .help = "number of the line", .initial = 7, .minimum = 1, .maximum = 20},
                {.name = "metres",
                 .help = "metres from the terminus",
                 .initial = 5'300,
                 .minimum = 0,
                 .maximum = 20'000},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "middleware"}},
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
