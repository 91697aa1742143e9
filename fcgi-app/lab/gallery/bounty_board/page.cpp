#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view programme_sql =
    "SELECT name, budget_cents, spent_cents FROM bounty_programme WHERE id = ?";
constexpr std::string_view severities_sql =
    "SELECT severity, COUNT(*) FROM bounty_report WHERE programme_id = ? AND state = 'triage' "
    "GROUP BY severity ORDER BY severity";
constexpr std::string_view payments_sql = R"(
  SELECT p.cents, DATE_FORMAT(p.paid_at, '%e %M'), hunter.handle
    FROM bounty_payment AS p
    JOIN bounty_hunter AS hunter ON hunter.id = p.hunter_id
   WHERE p.programme_id = ?
   ORDER BY p.paid_at DESC, p.id DESC
   LIMIT 5)";
constexpr std::string_view waiting_sql =
    "SELECT id, title, severity, hunter_id, is_anonymous FROM bounty_report "
    "WHERE programme_id = ? AND state = 'triage' ORDER BY id DESC LIMIT ?";
constexpr std::string_view hunter_sql = "SELECT handle, reputation FROM bounty_hunter WHERE id = ?";

struct Programme {
  std::string name;
  std::int64_t budget_cents, spent_cents;
  static constexpr auto columns =
      std::tuple(&Programme::name, &Programme::budget_cents, &Programme::spent_cents);
};

struct SeverityCount {
  std::int64_t severity, reports;
  static constexpr auto columns = std::tuple(&SeverityCount::severity, &SeverityCount::reports);
};

struct Payment {
  std::int64_t cents;
  std::string day, handle;
  static constexpr auto columns = std::tuple(&Payment::cents, &Payment::day, &Payment::handle);
};

struct Report {
  std::int64_t id;
  std::string title;
  std::int64_t severity, hunter;
  bool is_anonymous;
  static constexpr auto columns =
      std::tuple(&Report::id, &Report::title, &Report::severity, &Report::hunter, &Report::is_anonymous);
};

struct Hunter {
  std::string handle;
  std::int64_t reputation;
  static constexpr auto columns = std::tuple(&Hunter::handle, &Hunter::reputation);
};

std::string_view name_of_severity(std::int64_t severity) {
  constexpr std::string_view names[] = {"critical", "high", "medium", "low"};
  return names[static_cast<std::size_t>(severity - 1)];
}

std::string euros(std::int64_t cents) {
  return fixed(static_cast<double>(cents) / 100, 2);
}

// "@moth (1,204)". Who wants to stay unknown is unknown to the triage team as well.
std::string signature_of(const Report& report, Database& db) {
  if (report.is_anonymous) return "somebody";
  const auto hunter = db.query_one<Hunter>(hunter_sql, report.hunter);
  if (!hunter) return "a deleted account";
  return "@" + hunter->handle + " (" + grouped(hunter->reputation) + ")";
}

Response show(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t id = request.knobs.integer("programme");
  const auto programme = db.query_one<Programme>(programme_sql, id);
  if (!programme) throw NotFound("there is no programme " + std::to_string(id));

  Rows severities({"severity", "reports"});
  for (const auto& each : db.query<SeverityCount>(severities_sql, id))
    severities.add(name_of_severity(each.severity), each.reports);
  Rows payments({"amount", "day", "handle"});
  const auto paid = db.query<Payment>(payments_sql, id);
  for (const Payment& each : paid) payments.add(euros(each.cents), each.day, each.handle);
  Rows waiting({"id", "title", "severity", "by"});
  const auto reports = db.query<Report>(waiting_sql, id, request.knobs.n());
  for (const Report& each : reports)
    waiting.add(each.id, each.title, name_of_severity(each.severity), signature_of(each, db));

  return services
      .page(Value::object({{"name", programme->name},
                           {"left", euros(programme->budget_cents - programme->spent_cents)},
                           {"severities", std::move(severities)},
                           {"payments", std::move(payments)},
                           {"waiting", std::move(waiting)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage bounty_board() {
  return {
      .summary = "the triage board of a bug bounty programme: what waits, how severe, who was paid last",
      .why =
          "The last payments join the hunters' handles, but the reports that wait are signed by a helper, "
          "which looks up the hunter of each report that is not anonymous. The list could join them too.",
      .knobs = {items_knob("reports on the board", 640),
                {.name = "programme",
                 .help = "number of the programme",
                 .initial = 7,
                 .minimum = 1,
                 .maximum = 20},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "n-plus-one"}},
  };
}

}  // namespace caseload::gallery
