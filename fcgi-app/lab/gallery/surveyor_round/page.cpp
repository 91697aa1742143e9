#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view adjuster_sql = "SELECT name, car FROM adjuster_on_road WHERE id = ?";
constexpr std::string_view visits_sql =
    "SELECT visit_at, claim, cause, site_id FROM adjuster_visit WHERE adjuster_id = ? ORDER BY visit_at, id "
    "LIMIT ?";
constexpr std::string_view estimates_sql =
    "SELECT received_on, claim, cents, workshop_id FROM workshop_estimate WHERE adjuster_id = ? "
    "ORDER BY received_on, id LIMIT ?";
constexpr std::string_view reports_sql =
    "SELECT due_on, claim, contract_id FROM report_due WHERE adjuster_id = ? ORDER BY due_on, id LIMIT ?";
constexpr std::string_view site_sql = "SELECT street, town FROM adjuster_site WHERE id = ?";
constexpr std::string_view workshop_sql = "SELECT name, phone FROM car_workshop WHERE id = ?";
constexpr std::string_view contract_sql = "SELECT holder, excess_c FROM insured_contract WHERE id = ?";

struct Adjuster {
  std::string name, car;
  static constexpr auto columns = std::tuple(&Adjuster::name, &Adjuster::car);
};
struct Visit {
  std::string at, claim, cause;
  std::int64_t site_id;
  static constexpr auto columns = std::tuple(&Visit::at, &Visit::claim, &Visit::cause, &Visit::site_id);
};
struct Estimate {
  std::string received_on, claim;
  std::int64_t cents, workshop_id;
  static constexpr auto columns =
      std::tuple(&Estimate::received_on, &Estimate::claim, &Estimate::cents, &Estimate::workshop_id);
};
struct Report {
  std::string due_on, claim;
  std::int64_t contract_id;
  static constexpr auto columns = std::tuple(&Report::due_on, &Report::claim, &Report::contract_id);
};
struct Site {
  std::string street, town;
  static constexpr auto columns = std::tuple(&Site::street, &Site::town);
};
struct Workshop {
  std::string name, phone;
  static constexpr auto columns = std::tuple(&Workshop::name, &Workshop::phone);
};
struct Contract {
  std::string holder;
  std::int64_t excess_c;
  static constexpr auto columns = std::tuple(&Contract::holder, &Contract::excess_c);
};

std::string euros(std::int64_t cents) {
  return fixed(static_cast<double>(cents) / 100, 2);
}

// How the sheets of this department write places, workshops and contracts.
class Directory {
 public:
  explicit Directory(Database& db) : db_(db) {}

  std::string place(std::int64_t site) const {
    const auto found = db_.query_one<Site>(site_sql, site);
    return found ? found->street + ", " + found->town : "see file";
  }
  std::string workshop(std::int64_t id) const {
    const auto found = db_.query_one<Workshop>(workshop_sql, id);
    return found ? found->name + ", " + found->phone : "unknown";
  }
  std::string contract(std::int64_t id) const {
    const auto found = db_.query_one<Contract>(contract_sql, id);
    return found ? found->holder + ", excess " + euros(found->excess_c) : "cancelled";
  }

 private:
  Database& db_;
};

Response show(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t id = request.knobs.integer("adjuster"), n = request.knobs.n();
  const auto adjuster = db.query_one<Adjuster>(adjuster_sql, id);
  if (!adjuster) throw NotFound("there is no adjuster " + std::to_string(id));
  const auto visits = db.query<Visit>(visits_sql, id, n);
  const auto estimates = db.query<Estimate>(estimates_sql, id, n);
  const auto reports = db.query<Report>(reports_sql, id, n);

  const Directory directory(db);
  Rows calls({"at", "claim", "cause", "where"}), costs({"received", "claim", "euros", "workshop"}),
      texts({"due", "claim", "contract"});
  for (const Visit& each : visits)
    calls.add(each.at.substr(0, 16), each.claim, each.cause, directory.place(each.site_id));
  std::int64_t total_c = 0;
  for (const Estimate& each : estimates) {
    total_c += each.cents;
    costs.add(each.received_on, each.claim, euros(each.cents), directory.workshop(each.workshop_id));
  }
  for (const Report& each : reports) texts.add(each.due_on, each.claim, directory.contract(each.contract_id));
  return services
      .page(Value::object({{"name", adjuster->name},
                           {"car", adjuster->car},
                           {"visits", std::move(calls)},
                           {"total", euros(total_c)},
                           {"estimates", std::move(costs)},
                           {"reports", std::move(texts)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage surveyor_round() {
  return {
      .summary = "a loss adjuster's sheet: visits, estimates to approve, and reports that are due",
      .why =
          "Three lists, and each of them asks the directory for a place, a workshop or a contract with a "
          "query for each line. Each of these could be joined to its list.",
      .knobs =
          {items_knob("lines in each list", 160),
           {.name = "adjuster", .help = "number of the adjuster", .initial = 11, .minimum = 1, .maximum = 30},
           dataset_knob()},
      .run = show,
      .labels = {{.name = "n-plus-one"}},
  };
}

}  // namespace caseload::gallery
