#include <map>
#include <set>

#include "core/csv.hpp"
#include "lab/gallery_page.hpp"
#include "shop/scratch_batch.hpp"

namespace caseload::gallery {

namespace {

// The draw must be the same whenever somebody repeats it, and nobody may foresee it: the auditors publish a
// word after the quarter has ended, and the grants are ordered by a hash of their number and this word.
constexpr std::string_view drawn_sql =
    "SELECT id, applicant, purpose, cents, clerk_id, granted_on FROM housing_grant "
    "ORDER BY MD5(CONCAT(id, '/', ?)) LIMIT ?";
constexpr std::string_view clerks_sql = "SELECT id, name, section FROM housing_clerk WHERE id IN (";

struct Grant {
  std::int64_t id;
  std::string applicant, purpose;
  std::int64_t cents, clerk_id;
  std::string granted_on;
  static constexpr auto columns = std::tuple(&Grant::id, &Grant::applicant, &Grant::purpose, &Grant::cents,
                                             &Grant::clerk_id, &Grant::granted_on);
};
struct Clerk {
  std::int64_t id;
  std::string name, section;
  static constexpr auto columns = std::tuple(&Clerk::id, &Clerk::name, &Clerk::section);
};

std::map<std::int64_t, Clerk> clerks_of(const std::vector<Grant>& grants, Database& db) {
  std::set<std::int64_t> ids;
  for (const Grant& each : grants) ids.insert(each.clerk_id);
  std::map<std::int64_t, Clerk> clerks;
  if (ids.empty()) return clerks;
  std::string sql(clerks_sql);
  std::vector<Parameter> parameters;
  for (const std::int64_t id : ids) {
    sql += parameters.empty() ? "?" : ", ?";
    parameters.push_back(to_parameter(id));
  }
  Cursor rows = db.run(sql + ")", parameters);
  while (rows.next()) {
    Clerk clerk = map_row<Clerk>(rows);
    clerks.emplace(clerk.id, std::move(clerk));
  }
  return clerks;
}

Response run(const Request& request, Services& services) {
  const std::string word = "draw " + std::to_string(request.knobs.integer("draw"));
  const auto grants = services.db.query<Grant>(drawn_sql, word, request.knobs.n());
  const auto clerks = clerks_of(grants, services.db);
  Response response;
  std::string& body = response.body;
  Csv(body)
      .text("grant")
      .text("applicant")
      .text("purpose")
      .text("amount")
      .text("granted")
      .text("clerk")
      .text("section")
      .end_record();
  for (const Grant& each : grants) {
    const auto clerk = clerks.find(each.clerk_id);
    const bool is_known = clerk != clerks.end();
    Csv(body)
        .number(std::to_string(each.id))
        .text(each.applicant)
        .text(each.purpose)
        .number(price_of(each.cents))
        .text(each.granted_on)
        .text(is_known ? clerk->second.name : "has left")
        .text(is_known ? clerk->second.section : "")
        .end_record();
  }
  response.set("Content-Type", "text/csv; charset=utf-8; header=present")
      .set("Content-Disposition", "attachment; filename=\"draw.csv\"")
      .set("Cache-Control", "private, no-store");
  return response;
}

}  // namespace

GalleryPage spot_checks() {
  return {
      .summary = "the auditors' draw: a few housing grants that are looked at again, as a CSV file",
      .why =
          "The order by a hash is a random order, only one that can be repeated. A hash is computed for "
          "every grant that was ever made, and all are sorted for a dozen. Numbers drawn by a generator that "
          "is seeded with the word could be looked up by primary key until enough were found.",
      .knobs = {{.name = "n",
                 .help = "grants in the draw",
                 .initial = 12,
                 .minimum = 1,
                 .maximum = 40,
                 .ladder = {10, 20, 40}},
                {.name = "draw", .help = "number of the draw", .initial = 7, .minimum = 1, .maximum = 99},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "random-order"}},
  };
}

}  // namespace caseload::gallery
