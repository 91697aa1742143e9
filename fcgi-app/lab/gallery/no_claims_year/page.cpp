#include <map>
#include <utility>

#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::int64_t drafts_kept = 50;

constexpr std::string_view classes_sql =
    "SELECT class, percent, after_one, after_more, after_none FROM claims_class";
constexpr std::string_view open_sql = "INSERT INTO claims_draft (agency_id) VALUES (?)";
constexpr std::string_view fill_sql =
    "INSERT INTO claims_draft_line (draft_id, contract_id, class, claims, full_cents, cents) "
    "SELECT ?, id, class, claims, full_cents, 0 FROM claims_contract WHERE agency_id = ? ORDER BY id LIMIT ?";
constexpr std::string_view lines_sql =
    "SELECT contract_id, class, claims, full_cents FROM claims_draft_line WHERE draft_id = ?";
constexpr std::string_view store_sql =
    "UPDATE claims_draft_line SET class = ?, cents = ? WHERE draft_id = ? AND contract_id = ?";
constexpr std::string_view remove_lines_sql = "DELETE FROM claims_draft_line WHERE draft_id = ?";
constexpr std::string_view remove_sql = "DELETE FROM claims_draft WHERE id = ?";

struct Class {
  std::int64_t number, percent, after_one, after_more, after_none;
  static constexpr auto columns =
      std::tuple(&Class::number, &Class::percent, &Class::after_one, &Class::after_more, &Class::after_none);
};
using Classes = std::map<std::int64_t, Class>;

struct Contract {
  std::int64_t id, class_number, claims, full_cents;
  static constexpr auto columns =
      std::tuple(&Contract::id, &Contract::class_number, &Contract::claims, &Contract::full_cents);

  std::int64_t cents = 0;

  // True if that changes the contract.
  bool set_cents(std::int64_t next) { return std::exchange(cents, next) != next; }
};

// Keeps the contracts of a draft, notes which were changed, and stores these in the end.
class UnitOfWork {
 public:
  UnitOfWork(Database& db, std::int64_t draft) : db_(db), draft_(draft) {}

  void load() { contracts_ = db_.query<Contract>(lines_sql, draft_); }

  template <class Change>
  void each(const Change& change) {
    for (Contract& contract : contracts_)
      if (change(contract)) changed_.push_back(&contract);
  }

  void commit() {
    for (const Contract* each : changed_) store(*each);
    changed_.clear();
  }

 private:
  void store(const Contract& contract) {
    db_.execute(store_sql, contract.class_number, contract.cents, draft_, contract.id);
  }

  Database& db_;
  std::int64_t draft_;
  std::vector<Contract> contracts_;
  std::vector<const Contract*> changed_;
};

const Class& next_class(const Contract& contract, const Classes& classes) {
  const Class& now = classes.at(contract.class_number);
  if (contract.claims == 0) return classes.at(now.after_none);
  return classes.at(contract.claims == 1 ? now.after_one : now.after_more);
}

struct Summary {
  std::int64_t up = 0, down = 0, cents = 0;
  std::map<std::int64_t, std::int64_t> contracts;  // by class
};

void reclassify(UnitOfWork& work, const Classes& classes, Summary& summary) {
  work.each([&](Contract& contract) {
    const Class& next = next_class(contract, classes);
    if (next.number > contract.class_number) ++summary.up;
    if (next.number < contract.class_number) ++summary.down;
    contract.class_number = next.number;
    summary.cents += contract.full_cents * next.percent / 100;
    ++summary.contracts[next.number];
    return contract.set_cents(contract.full_cents * next.percent / 100);
  });
}

void remove_draft(Database& db, std::int64_t draft) {
  if (draft < 1) return;
  db.execute(remove_lines_sql, draft);
  db.execute(remove_sql, draft);
}

Response run(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t agency = request.knobs.integer("agency");
  Classes classes;
  for (const Class& each : db.query<Class>(classes_sql)) classes.emplace(each.number, each);
  Summary summary;
  db.transaction([&] {
    summary = {};
    db.execute(open_sql, agency);
    const std::int64_t draft = db.last_insert_id();
    db.execute(fill_sql, draft, agency, request.knobs.n());
    UnitOfWork work(db, draft);
    work.load();
    reclassify(work, classes, summary);
    work.commit();
    remove_draft(db, draft - drafts_kept);
  });
  Response response = data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("agency").number(agency).key("better").number(summary.up);
    json.key("worse").number(summary.down).key("cents").number(summary.cents).key("classes").begin_object();
    for (const auto& [number, contracts] : summary.contracts)
      json.key("SF " + std::to_string(number)).number(contracts);
    json.end_object().end_object();
  });
  return response.set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage no_claims_year() {
  return {
      .summary = "a motor insurer drafts next year's no-claims classes of an agency's contracts, as JSON",
      .why =
          "A unit of work collects what has changed and stores it at the end, all in one transaction. That "
          "sounds like one write, but each contract takes an UPDATE of its own. Class and premium of "
          "hundreds of them would fit into one.",
      .knobs = {items_knob("contracts of the agency", 640),
                {.name = "agency", .help = "number of the agency", .initial = 5, .minimum = 1, .maximum = 12},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "bulk-update"}},
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
