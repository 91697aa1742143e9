#include "core/errors.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view release_sql = R"(
  SELECT r.version, r.manager, DATE_FORMAT(r.planned_on, '%Y-%m-%d'), r.component_id, c.name
    FROM train_release AS r
    JOIN train_component AS c ON c.id = r.component_id
   WHERE r.id = ?)";
constexpr std::string_view tickets_sql =
    "SELECT state, COUNT(*) FROM train_ticket WHERE release_id = ? GROUP BY state ORDER BY state";
constexpr std::string_view blockers_sql =
    "SELECT number, title, assignee FROM train_ticket WHERE release_id = ? AND is_blocker = 1 AND state <> "
    "'done' ORDER BY number LIMIT 10";
constexpr std::string_view builds_sql =
    "SELECT build_no, state, minutes FROM train_build WHERE release_id = ? ORDER BY build_no DESC LIMIT 5";
// All twelve roles, with those who have signed.
constexpr std::string_view signatures_sql =
    "SELECT role.name, signature.person FROM train_role AS role LEFT JOIN train_signature AS signature "
    "ON signature.role_id = role.id AND signature.release_id = ? ORDER BY role.id";
// What has to be on the servers before.
constexpr std::string_view needed_sql = R"(
  WITH RECURSIVE needed (id) AS (
    SELECT needs_id FROM train_dependency WHERE component_id = ?
     UNION
    SELECT d.needs_id FROM needed JOIN train_dependency AS d ON d.component_id = needed.id)
  SELECT c.name, c.deployed_version FROM needed JOIN train_component AS c ON c.id = needed.id ORDER BY c.name)";

struct Release {
  std::string version, manager, planned_on;
  std::int64_t component_id;
  std::string component;
  static constexpr auto columns = std::tuple(&Release::version, &Release::manager, &Release::planned_on,
                                             &Release::component_id, &Release::component);
};

struct Tickets {
  std::string state;
  std::int64_t number;
  static constexpr auto columns = std::tuple(&Tickets::state, &Tickets::number);
};

struct Blocker {
  std::int64_t number;
  std::string title, assignee;
  static constexpr auto columns = std::tuple(&Blocker::number, &Blocker::title, &Blocker::assignee);
};

struct Build {
  std::int64_t number;
  std::string state;
  std::int64_t minutes;
  static constexpr auto columns = std::tuple(&Build::number, &Build::state, &Build::minutes);
};

struct Signature {
  std::string role;
  std::optional<std::string> person;
  static constexpr auto columns = std::tuple(&Signature::role, &Signature::person);
};

struct Needed {
  std::string component, version;
  static constexpr auto columns = std::tuple(&Needed::component, &Needed::version);
};

Response run(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t id = request.knobs.integer("release");
  const auto release = db.query_one<Release>(release_sql, id);
  if (!release) throw NotFound("there is no release " + std::to_string(id));
  const auto tickets = db.query<Tickets>(tickets_sql, id);
  const auto blockers = db.query<Blocker>(blockers_sql, id);
  const auto builds = db.query<Build>(builds_sql, id);
  const auto signatures = db.query<Signature>(signatures_sql, id);
  const auto needed = db.query<Needed>(needed_sql, release->component_id);

  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("component").text(release->component).key("version");
                     json.text(release->version).key("manager").text(release->manager);
                     json.key("planned").text(release->planned_on).key("tickets").begin_object();
                     for (const Tickets& each : tickets) json.key(each.state).number(each.number);
                     json.end_object().key("blockers").begin_list();
                     for (const Blocker& each : blockers) {
                       json.begin_object().key("number").number(each.number).key("title").text(each.title);
                       json.key("assignee").text(each.assignee).end_object();
                     }
                     json.end_list().key("builds").begin_list();
                     for (const Build& each : builds) {
                       json.begin_object().key("number").number(each.number).key("state").text(each.state);
                       json.key("minutes").number(each.minutes).end_object();
                     }
                     json.end_list().key("signed").begin_object();
                     for (const Signature& each : signatures) {
                       json.key(each.role);
                       each.person ? json.text(*each.person) : json.null();
                     }
                     json.end_object().key("needs").begin_object();
                     for (const Needed& each : needed) json.key(each.component).text(each.version);
                     json.end_object().end_object();
                   })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage release_board() {
  return {
      .summary = "the board of a software release: tickets, blockers, builds, signatures, what it depends on",
      .why =
          "Innocent: six queries, but one for each part of the board, and each through an index and for this "
          "release. The dependencies come from a recursive query and not from a loop. The list of roles is "
          "read whole, because a role that has not signed is shown as well.",
      .knobs =
          {{.name = "release", .help = "number of the release", .initial = 17, .minimum = 1, .maximum = 40},
           dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
