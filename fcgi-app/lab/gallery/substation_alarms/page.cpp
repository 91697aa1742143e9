#include "core/errors.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view substation_sql = "SELECT name, kilovolts FROM substation WHERE id = ?";
// The most severe first. An operator has at most a few dozen pending alarms of a substation.
constexpr std::string_view pending_sql =
    "SELECT id, device, severity, text, DATE_FORMAT(raised_at, '%Y-%m-%dT%H:%i:%s') FROM substation_alarm "
    "WHERE substation_id = ? AND cleared_at IS NULL ORDER BY severity DESC, raised_at, id";
constexpr std::string_view cleared_sql =
    "SELECT device, text, DATE_FORMAT(cleared_at, '%Y-%m-%dT%H:%i:%s') FROM substation_alarm "
    "WHERE substation_id = ? AND cleared_at IS NOT NULL ORDER BY cleared_at DESC, id DESC LIMIT 5";
constexpr std::string_view duty_sql =
    "SELECT name, phone FROM substation_duty WHERE substation_id = ? ORDER BY position";

struct Substation {
  std::string name;
  std::int64_t kilovolts;
  static constexpr auto columns = std::tuple(&Substation::name, &Substation::kilovolts);
};

struct Pending {
  std::int64_t id;
  std::string device;
  std::int64_t severity;
  std::string text, raised_at;
  static constexpr auto columns =
      std::tuple(&Pending::id, &Pending::device, &Pending::severity, &Pending::text, &Pending::raised_at);
};

struct Cleared {
  std::string device, text, cleared_at;
  static constexpr auto columns = std::tuple(&Cleared::device, &Cleared::text, &Cleared::cleared_at);
};

struct OnDuty {
  std::string name, phone;
  static constexpr auto columns = std::tuple(&OnDuty::name, &OnDuty::phone);
};

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("substation");
  const auto substation = services.db.query_one<Substation>(substation_sql, id);
  if (!substation) throw NotFound("there is no substation " + std::to_string(id));
  const auto pending = services.db.query<Pending>(pending_sql, id);
  const auto cleared = services.db.query<Cleared>(cleared_sql, id);
  const auto duty = services.db.query<OnDuty>(duty_sql, id);
  return data_page(
             services,
             [&](std::string& body) {
               io::JsonWriter json(body);
               json.begin_object().key("substation").text(substation->name);
               json.key("kilovolts").number(substation->kilovolts).key("pending").begin_list();
               for (const Pending& each : pending) {
                 json.begin_object().key("id").number(each.id).key("device").text(each.device);
                 json.key("severity").number(each.severity).key("text").text(each.text);
                 json.key("raised_at").text(each.raised_at).end_object();
               }
               json.end_list().key("cleared").begin_list();
               for (const Cleared& each : cleared) {
                 json.begin_object().key("device").text(each.device).key("text").text(each.text);
                 json.key("cleared_at").text(each.cleared_at).end_object();
               }
               json.end_list().key("on_duty").begin_list();
               for (const OnDuty& each : duty)
                 json.begin_object().key("name").text(each.name).key("phone").text(each.phone).end_object();
               json.end_list().end_object();
             })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage substation_alarms() {
  return {
      .summary =
          "the alarms of a substation for the control room, as JSON: pending, cleared last, who is on duty",
      .why =
          "Innocent: the pending alarms are sorted by severity, which is in no index. But an index finds "
          "exactly those that are pending, fifteen or so of the hundreds of a substation, and all of them "
          "are shown. The cleared ones are read backwards in the same index.",
      .knobs = {{.name = "substation",
                 .help = "number of the substation",
                 .initial = 9,
                 .minimum = 1,
                 .maximum = 40},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
