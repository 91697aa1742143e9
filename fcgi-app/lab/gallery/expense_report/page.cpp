#include <algorithm>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/scratch_batch.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view lines_sql =
    "SELECT position, spent_on, kind, description, kilometres, cents FROM expense_line WHERE report_id = ? "
    "ORDER BY position LIMIT ?";

struct Line {
  std::int64_t position;
  std::string spent_on, kind, description;
  std::int64_t kilometres, cents;
  static constexpr auto columns = std::tuple(&Line::position, &Line::spent_on, &Line::kind,
                                             &Line::description, &Line::kilometres, &Line::cents);
};

struct Policy {
  std::int64_t cents_per_kilometre, max_cents_per_night;
  static constexpr auto columns = std::tuple(&Policy::cents_per_kilometre, &Policy::max_cents_per_night);
};

// What the company pays, by the year's rules.
class Policies {
 public:
  explicit Policies(Database& db) : db_(db) {}
  Policy of_year(std::int64_t year) const {
    auto policy = db_.query_one<Policy>(
        "SELECT cents_per_kilometre, max_cents_per_night FROM expense_policy WHERE year = ?", year);
    if (!policy) throw NotFound("there are no rules for " + std::to_string(year));
    return *policy;
  }

 private:
  Database& db_;
};

constexpr std::int64_t year = 2025;

std::int64_t paid(const Line& line, const Policies& policies) {
  if (line.kind == "car") return line.kilometres * policies.of_year(year).cents_per_kilometre;
  if (line.kind == "hotel") return std::min(line.cents, policies.of_year(year).max_cents_per_night);
  return line.cents;
}

Response show(const Request& request, Services& services) {
  constexpr std::int64_t report = 1;
  const Policies policies(services.db);
  std::int64_t total = 0;
  const auto lines = services.db.query<Line>(lines_sql, report, request.knobs.n());
  Rows rows({"position", "day", "kind", "description", "paid"});
  for (const Line& line : lines) {
    const std::int64_t cents = paid(line, policies);
    total += cents;
    rows.add(line.position, line.spent_on, line.kind, line.description, price_of(cents));
  }
  return services.page(Value::object({{"total", price_of(total)}, {"lines", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage expense_report() {
  return {
      .summary = "an expense report: what the company pays for each line",
      .why =
          "Lines about cars and hotels need the year's rules, and each of them reads the same row again. The "
          "rest of the lines need nothing. Read once before the loop, one query would do.",
      .knobs = {items_knob("lines of the report", 640), dataset_knob()},
      .run = show,
      .labels = {{.name = "repeated-query"}},
  };
}

}  // namespace caseload::gallery
