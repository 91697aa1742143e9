#include <chrono>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "io/json/json.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view application_sql =
    "SELECT a.applicant, a.handed_in_on, a.purpose_id, p.name, a.consulate_id, c.city "
    "FROM visa_application AS a JOIN visa_purpose AS p ON p.id = a.purpose_id "
    "JOIN visa_consulate AS c ON c.id = a.consulate_id WHERE a.id = ?";
constexpr std::string_view steps_sql =
    "SELECT done_on, title FROM visa_step WHERE application_id = ? ORDER BY done_on, title";
// The index has all that is added up.
constexpr std::string_view waits_sql = R"(
  SELECT consulate_id, COUNT(*), SUM(days), MAX(days)
    FROM visa_decision
   WHERE purpose_id = ? AND decided_s >= ? AND decided_s < ?
   GROUP BY consulate_id
   ORDER BY SUM(days) / COUNT(*), consulate_id)";
constexpr std::string_view consulates_sql = "SELECT id, city FROM visa_consulate";

struct Application {
  std::string applicant, handed_in_on;
  std::int64_t purpose_id;
  std::string purpose;
  std::int64_t consulate_id;
  std::string city;
  static constexpr auto columns =
      std::tuple(&Application::applicant, &Application::handed_in_on, &Application::purpose_id,
                 &Application::purpose, &Application::consulate_id, &Application::city);
};
struct Step {
  std::string done_on, title;
  static constexpr auto columns = std::tuple(&Step::done_on, &Step::title);
};
struct Wait {
  std::int64_t consulate_id, decisions, days, longest;
  static constexpr auto columns =
      std::tuple(&Wait::consulate_id, &Wait::decisions, &Wait::days, &Wait::longest);
};
struct Consulate {
  std::int64_t id;
  std::string city;
  static constexpr auto columns = std::tuple(&Consulate::id, &Consulate::city);
};

// Since the fees changed until the hour that has begun, in seconds since 1970. It is the same for all who
// look within the hour.
struct Period {
  std::int64_t from_s, until_s;
};
Period period_until_now(const Clock& clock) {
  const auto hours = std::chrono::floor<std::chrono::hours>(clock.now().time_since_epoch());
  return {.from_s = 1'735'689'600, .until_s = hours.count() * 3'600};
}

std::string city_of(std::int64_t consulate, const std::vector<Consulate>& consulates) {
  for (const Consulate& each : consulates)
    if (each.id == consulate) return each.city;
  return "closed since";
}

Value waits_of(std::int64_t purpose, const Period& period, Database& db) {
  const auto consulates = db.query<Consulate>(consulates_sql);
  Value waits = Value::list();
  for (const Wait& each : db.query<Wait>(waits_sql, purpose, period.from_s, period.until_s))
    waits.add(Value::object(
        {{"city", city_of(each.consulate_id, consulates)},
         {"decisions", each.decisions},
         {"mean", fixed(static_cast<double>(each.days) / static_cast<double>(each.decisions), 1)},
         {"longest", each.longest}}));
  return waits;
}

Value cached_waits(std::int64_t purpose, Services& services) {
  const Period period = period_until_now(services.clock);
  const CachedText kept{.key = "visa waits " + std::string(name_of(services.db.dataset())) + " " +
                               std::to_string(purpose) + " " + std::to_string(period.until_s),
                        .depends = {},
                        .lifetime_s = 3'600,
                        .stale_s = 60};
  const auto text =
      services.texts.get(kept, [&] { return io::to_json(waits_of(purpose, period, services.db)); });
  return io::from_json(text.text).value();
}

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("application");
  const auto application = services.db.query_one<Application>(application_sql, id);
  if (!application) throw NotFound("there is no application " + std::to_string(id));
  const auto steps = services.db.query<Step>(steps_sql, id);
  Rows done({"on", "title"});
  for (const Step& each : steps) done.add(each.done_on, each.title);
  return services
      .page(Value::object({{"applicant", application->applicant},
                           {"number", std::to_string(application->consulate_id) + "-" + std::to_string(id)},
                           {"city", application->city},
                           {"purpose", application->purpose},
                           {"since", application->handed_in_on},
                           {"steps", std::move(done)},
                           {"waits", cached_waits(application->purpose_id, services)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage visa_waits() {
  return {
      .summary = "an application for a visa: what has been done, and how long consulates usually take",
      .why =
          "Innocent: the usual waits are added up from all decisions of the year, and the end of the period "
          "is part of the key in the cache. But that is the hour which has begun, so everybody who looks "
          "within the hour gets the text that the first one has stored. Only that one runs the query.",
      .knobs = {{.name = "application",
                 .help = "number of the application",
                 .initial = 210,
                 .minimum = 1,
                 .maximum = 2'000},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
