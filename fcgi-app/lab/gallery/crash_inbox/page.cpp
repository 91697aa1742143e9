#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "orm/mapping.hpp"
#include "orm/session.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

using orm::Column;
using orm::Mapping;
using orm::ToOne;

struct Team : orm::Entity {
  Column<std::int64_t> id;
  Column<std::string> name;
  Column<std::string> channel;

  static const Mapping<Team>& mapping();
};

struct App : orm::Entity {
  Column<std::int64_t> id;
  Column<std::string> name;
  Column<std::int64_t> team_id;

  ToOne<Team> team;

  static const Mapping<App>& mapping();
};

struct Build : orm::Entity {
  Column<std::int64_t> id;
  Column<std::string> version;
  Column<std::int64_t> app_id;

  ToOne<App> app;

  static const Mapping<Build>& mapping();
};

// Crashes with the same stack. Ids go up with the day on which a stack was first seen.
struct CrashGroup : orm::Entity {
  Column<std::int64_t> id;
  Column<std::string> exception;
  Column<std::string> frame;
  Column<std::int64_t> crashes;
  Column<std::string> last_seen;
  Column<bool> is_muted;
  Column<std::int64_t> build_id;

  ToOne<Build> build;

  static const Mapping<CrashGroup>& mapping();
};

const Mapping<Team>& Team::mapping() {
  static const auto mapping = Mapping<Team>("crash_team")
                                  .column("id", &Team::id)
                                  .column("name", &Team::name)
                                  .column("channel", &Team::channel);
  return mapping;
}

const Mapping<App>& App::mapping() {
  static const auto mapping = Mapping<App>("crash_app")
                                  .column("id", &App::id)
                                  .column("name", &App::name)
                                  .column("team_id", &App::team_id)
                                  .to_one("team", &App::team, &App::team_id);
  return mapping;
}

const Mapping<Build>& Build::mapping() {
  static const auto mapping = Mapping<Build>("crash_build")
                                  .column("id", &Build::id)
                                  .column("version", &Build::version)
                                  .column("app_id", &Build::app_id)
                                  .to_one("app", &Build::app, &Build::app_id);
  return mapping;
}

const Mapping<CrashGroup>& CrashGroup::mapping() {
  static const auto mapping = Mapping<CrashGroup>("crash_group")
                                  .column("id", &CrashGroup::id)
                                  .column("exception", &CrashGroup::exception)
                                  .column("frame", &CrashGroup::frame)
                                  .column("crashes", &CrashGroup::crashes)
                                  .column("last_seen", &CrashGroup::last_seen)
                                  .column("is_muted", &CrashGroup::is_muted)
                                  .column("build_id", &CrashGroup::build_id)
                                  .to_one("build", &CrashGroup::build, &CrashGroup::build_id);
  return mapping;
}

constexpr std::string_view hours_sql =
    "SELECT hour_of_day, crashes FROM crash_hour WHERE day = '2025-12-31' ORDER BY hour_of_day";
constexpr std::string_view on_call_sql =
    "SELECT crash_team.name, crash_shift.person FROM crash_shift JOIN crash_team ON crash_team.id = "
    "crash_shift.team_id WHERE crash_shift.day = '2025-12-31' ORDER BY crash_team.name";

struct Hour {
  std::int64_t hour, crashes;
  static constexpr auto columns = std::tuple(&Hour::hour, &Hour::crashes);
};

struct OnCall {
  std::string team, person;
  static constexpr auto columns = std::tuple(&OnCall::team, &OnCall::person);
};

// A muted group is a line in the list; any other says whom to call.
void write_group(io::JsonWriter& json, const CrashGroup& group) {
  json.begin_object().key("id").number(group.id()).key("exception").text(group.exception());
  json.key("in").text(group.frame()).key("crashes").number(group.crashes());
  json.key("last_seen").text(group.last_seen().substr(0, 19));
  if (group.is_muted()) {
    json.key("muted").boolean(true);
  } else {
    const Build& build = group.build();
    const Team& team = build.app().team();
    json.key("build").text(std::string(build.app().name()).append(" ").append(build.version()));
    json.key("owner").begin_object().key("team").text(team.name()).key("channel").text(team.channel());
    json.end_object();
  }
  json.end_object();
}

Response run(const Request& request, Services& services) {
  const auto hours = services.db.query<Hour>(hours_sql);
  const auto on_call = services.db.query<OnCall>(on_call_sql);
  const auto groups = orm::Session(services.db)
                          .query<CrashGroup>()
                          .order_by_descending(&CrashGroup::id)
                          .limit(request.knobs.n())
                          .all();
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("today").begin_list();
                     for (const Hour& each : hours)
                       json.begin_list().number(each.hour).number(each.crashes).end_list();
                     json.end_list().key("on_call").begin_object();
                     for (const OnCall& each : on_call) json.key(each.team).text(each.person);
                     json.end_object().key("groups").begin_list();
                     for (const CrashGroup& each : groups) write_group(json, each);
                     json.end_list().end_object();
                   })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage crash_inbox() {
  return {
      .summary = "the inbox of an error tracker as JSON: crashes of the day, who is on call, newest groups",
      .why =
          "The serializer walks from each group to its build, the build's app and the app's team. All three "
          "are lazy relations: three queries for each group that is not muted. The foreign keys could be "
          "followed in the query of the groups.",
      .knobs = {items_knob("groups in the inbox", 640), dataset_knob()},
      .run = run,
      .labels = {{.name = "select-related"}},
  };
}

}  // namespace caseload::gallery
