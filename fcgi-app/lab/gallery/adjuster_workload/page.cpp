#include <algorithm>
#include <unordered_map>

#include "lab/gallery_page.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view causes_sql =
    "SELECT cause, COUNT(*), SUM(reserve_cents) FROM motor_claim WHERE team_id = ? AND state = 'open' "
    "GROUP BY cause ORDER BY COUNT(*) DESC, cause";
constexpr std::string_view adjusters_sql =
    "SELECT id, name, capacity FROM motor_adjuster WHERE team_id = ? ORDER BY id";
constexpr std::string_view open_sql =
    "SELECT adjuster_id, reserve_cents, DATEDIFF('2026-01-01', reported_on) FROM motor_claim "
    "WHERE team_id = ? AND state = 'open'";

struct Cause {
  std::string name;
  std::int64_t claims, reserve_cents;
  static constexpr auto columns = std::tuple(&Cause::name, &Cause::claims, &Cause::reserve_cents);
};

struct Adjuster {
  std::int64_t id;
  std::string name;
  std::int64_t capacity;
  static constexpr auto columns = std::tuple(&Adjuster::id, &Adjuster::name, &Adjuster::capacity);
};

struct OpenClaim {
  std::int64_t adjuster_id, reserve_cents, days;
  static constexpr auto columns =
      std::tuple(&OpenClaim::adjuster_id, &OpenClaim::reserve_cents, &OpenClaim::days);
};

struct Workload {
  std::int64_t claims = 0, reserve_cents = 0, oldest_days = 0;

  void add(const OpenClaim& claim) {
    ++claims;
    reserve_cents += claim.reserve_cents;
    oldest_days = std::max(oldest_days, claim.days);
  }
};

std::unordered_map<std::int64_t, Workload> workloads(Database& db, std::int64_t team) {
  std::unordered_map<std::int64_t, Workload> by_adjuster;
  for (const OpenClaim& claim : db.query<OpenClaim>(open_sql, team))
    by_adjuster[claim.adjuster_id].add(claim);
  return by_adjuster;
}

Response show(const Request& request, Services& services) {
  const std::int64_t team = request.knobs.integer("team");
  const auto causes = services.db.query<Cause>(causes_sql, team);
  const auto adjusters = services.db.query<Adjuster>(adjusters_sql, team);
  auto by_adjuster = workloads(services.db, team);
  Rows cause_rows({"name", "claims", "reserve"});
  for (const Cause& each : causes) cause_rows.add(each.name, each.claims, price_of(each.reserve_cents));
  Rows rows({"name", "claims", "reserve", "oldest_days", "is_full"});
  for (const Adjuster& each : adjusters) {
    const Workload& workload = by_adjuster[each.id];
    rows.add(each.name, workload.claims, price_of(workload.reserve_cents), workload.oldest_days,
             workload.claims >= each.capacity);
  }
  return services
      .page(
          Value::object({{"team", team}, {"causes", std::move(cause_rows)}, {"adjusters", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage adjuster_workload() {
  return {
      .summary = "a team leader's page in car insurance: open claims by cause, and how busy each adjuster is",
      .why =
          "The table of causes is grouped by the database. For the table of adjusters, which was added "
          "later, every open claim of the team is fetched to be counted and added up in code: thousands of "
          "rows for twelve numbers.",
      .knobs = {{.name = "team", .help = "number of the team", .initial = 5, .minimum = 1, .maximum = 8},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "annotation"}},
  };
}

}  // namespace caseload::gallery
