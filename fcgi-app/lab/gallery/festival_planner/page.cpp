#include <set>

#include "core/conditional.hpp"
#include "core/errors.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

// A change of the programme increments the festival's revision, and a change of the plan the guest's.
constexpr std::string_view revisions_sql =
    "SELECT f.revision, g.revision, g.festival_id, g.name FROM cineplan_guest AS g "
    "JOIN cineplan_festival AS f ON f.id = g.festival_id WHERE g.id = ?";
constexpr std::string_view screenings_sql =
    "SELECT s.id, s.title, s.starts_at, s.minutes, c.name, c.seats FROM cineplan_screening AS s "
    "JOIN cineplan_cinema AS c ON c.id = s.cinema_id WHERE s.festival_id = ? ORDER BY s.starts_at, s.id "
    "LIMIT ?";
constexpr std::string_view picks_sql = "SELECT screening_id FROM cineplan_pick WHERE guest_id = ?";

struct Revisions {
  std::int64_t programme, plan, festival_id;
  std::string guest;
  static constexpr auto columns =
      std::tuple(&Revisions::programme, &Revisions::plan, &Revisions::festival_id, &Revisions::guest);
};

struct Screening {
  std::int64_t id;
  std::string title, starts_at;
  std::int64_t minutes;
  std::string cinema;
  std::int64_t seats;
  static constexpr auto columns = std::tuple(&Screening::id, &Screening::title, &Screening::starts_at,
                                             &Screening::minutes, &Screening::cinema, &Screening::seats);
};

struct Pick {
  std::int64_t screening_id;
  static constexpr auto columns = std::tuple(&Pick::screening_id);
};

Response& headers_of(Response& response) {
  return response.set("Cache-Control", "private, no-cache");
}

// The app asks whenever it comes to the front. Plans are made in the queue, so it must not show an old one.
Response run(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t id = request.knobs.integer("guest");
  const auto revisions = db.query_one<Revisions>(revisions_sql, id);
  if (!revisions) throw NotFound("there is no guest " + std::to_string(id));
  const Validators validators{
      .etag = etag_of("plan-" + request.knobs.query_string() + "-" + std::to_string(revisions->programme) +
                          "-" + std::to_string(revisions->plan),
                      Format::json),
      .last_modified = std::nullopt};
  if (auto known = not_modified(request, validators, services.clock.now())) return headers_of(*known);

  const auto screenings = db.query<Screening>(screenings_sql, revisions->festival_id, request.knobs.n());
  std::set<std::int64_t> picks;
  for (const Pick& each : db.query<Pick>(picks_sql, id)) picks.insert(each.screening_id);
  Response response = data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("guest").text(revisions->guest).key("screenings").begin_list();
    for (const Screening& each : screenings) {
      json.begin_object().key("title").text(each.title).key("starts_at").text(each.starts_at);
      json.key("minutes").number(each.minutes).key("cinema").text(each.cinema);
      json.key("seats").number(each.seats).key("picked").boolean(picks.contains(each.id)).end_object();
    }
    json.end_list().end_object();
  });
  return set_validators(headers_of(response), validators);
}

}  // namespace

GalleryPage festival_planner() {
  return {
      .summary = "a film festival's programme with a guest's own plan, as JSON for the app",
      .why =
          "The document is large and is asked for again and again, and nothing of it is cached. But its tag "
          "is made of two revisions, which one row by its key has: an app that has the current plan gets a "
          "304 before the programme is read.",
      .knobs = {items_knob("screenings in the document", 640),
                {.name = "guest", .help = "number of the guest", .initial = 71, .minimum = 1, .maximum = 600},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
