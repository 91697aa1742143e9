#include <algorithm>
#include <functional>
#include <map>
#include <numeric>

#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// The biggest ones.
constexpr std::string_view magazines_sql =
    "SELECT id, name, subscribers FROM churn_magazine ORDER BY subscribers DESC, id DESC LIMIT ?";
constexpr std::string_view changes_sql =
    "SELECT reason, copies FROM churn_change WHERE magazine_id = ? AND changed_on >= ? AND changed_on < ?";

struct Magazine {
  std::int64_t id;
  std::string name;
  std::int64_t subscribers;
  static constexpr auto columns = std::tuple(&Magazine::id, &Magazine::name, &Magazine::subscribers);
};

struct Change {
  std::string reason;
  std::int64_t copies;
  static constexpr auto columns = std::tuple(&Change::reason, &Change::copies);
};

struct Quarter {
  std::string_view from, to;
};
constexpr Quarter quarters[] = {{"2025-01-01", "2025-04-01"},
                                {"2025-04-01", "2025-07-01"},
                                {"2025-07-01", "2025-10-01"},
                                {"2025-10-01", "2026-01-01"}};

struct Churn {
  std::string magazine;
  std::int64_t lost, won;
  double share;  // of the subscribers
};

Churn churn_of(const Magazine& magazine, const Quarter& quarter, Database& db) {
  std::map<std::string, std::int64_t> by_reason;
  for (const Change& each : db.query<Change>(changes_sql, magazine.id, quarter.from, quarter.to))
    by_reason[each.reason] += each.copies;
  const std::int64_t won = by_reason["ordered"];
  const std::int64_t lost = -by_reason["cancelled"] - by_reason["not paid"] - by_reason["deceased"];
  return {.magazine = magazine.name,
          .lost = lost,
          .won = won,
          .share = static_cast<double>(lost) / static_cast<double>(magazine.subscribers)};
}

double usual_share(const std::vector<Churn>& churns) {
  const double sum = std::accumulate(churns.begin(), churns.end(), 0.0,
                                     [](double total, const Churn& each) { return total + each.share; });
  return churns.empty() ? 0 : sum / static_cast<double>(churns.size());
}

Response show(const Request& request, Services& services) {
  const Quarter& quarter = quarters[static_cast<std::size_t>(request.knobs.integer("quarter") - 1)];
  std::vector<Churn> churns;
  for (const Magazine& each : services.db.query<Magazine>(magazines_sql, request.knobs.n()))
    churns.push_back(churn_of(each, quarter, services.db));
  const double usual = usual_share(churns);
  std::erase_if(churns, [usual](const Churn& each) { return each.share <= usual; });
  std::ranges::stable_sort(churns, std::ranges::greater{}, &Churn::share);

  Rows rows({"place", "magazine", "lost", "won", "percent"});
  std::int64_t place = 0;
  for (const Churn& each : churns)
    rows.add(++place, each.magazine, grouped(each.lost), grouped(each.won), fixed(100 * each.share, 2));
  return services
      .page(Value::object(
          {{"from", quarter.from}, {"usual", fixed(100 * usual, 2)}, {"magazines", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage churn_table() {
  return {
      .summary = "which of a publishing house's biggest magazines lose more subscribers than usual, ranked",
      .why =
          "For each magazine the changes of the quarter are queried and added up in code, then compared with "
          "the mean of all magazines, filtered and ranked. One query that groups, with a window function "
          "for mean and rank, returns the lines of the table.",
      .knobs = {items_knob("magazines that are compared", 160),
                {.name = "quarter", .help = "quarter of 2025", .initial = 3, .minimum = 1, .maximum = 4},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "raw-sql"}},
  };
}

}  // namespace caseload::gallery
