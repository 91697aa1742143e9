#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "core/text.hpp"
#include "io/json/json.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr int mix_kept_s = 900;

constexpr std::string_view contract_sql =
    "SELECT c.holder, r.id, r.name FROM supply_contract AS c JOIN supply_region AS r ON r.id = c.region_id "
    "WHERE c.id = ?";
constexpr std::string_view mix_sql =
    "SELECT source, is_renewable, SUM(megawatt_hours) FROM supply_generation WHERE region_id = ? "
    "GROUP BY source, is_renewable ORDER BY 3 DESC, source";
constexpr std::string_view use_sql =
    "SELECT hour, watt_hours FROM supply_use WHERE contract_id = ? ORDER BY hour";

struct Contract {
  std::string holder;
  std::int64_t region_id;
  std::string region;
  static constexpr auto columns = std::tuple(&Contract::holder, &Contract::region_id, &Contract::region);
};

struct Source {
  std::string name;
  bool is_renewable;
  std::int64_t megawatt_hours;
  static constexpr auto columns = std::tuple(&Source::name, &Source::is_renewable, &Source::megawatt_hours);
};

struct Use {
  std::int64_t hour, watt_hours;
  static constexpr auto columns = std::tuple(&Use::hour, &Use::watt_hours);
};

// The mix of a region in the cache. People write the names of regions in different ways.
class KeptMixes {
 public:
  explicit KeptMixes(Services& services)
      : cache_(services.cache), prefix_("mix/" + std::string(name_of(services.db.dataset())) + "/") {}

  std::optional<Value> find(const std::string& region) {
    const auto text = cache_.get(prefix_ + lower_case(region));
    return text ? io::from_json(*text) : std::nullopt;
  }

  void keep(const std::string& region, const Value& mix) {
    cache_.set(prefix_ + region, io::to_json(mix), mix_kept_s);
  }

 private:
  Cache& cache_;
  std::string prefix_;
};

std::string percent(std::int64_t part, std::int64_t whole) {
  return fixed(100 * static_cast<double>(part) / static_cast<double>(whole > 0 ? whole : 1), 1);
}

// {"renewable": "61.3", "sources": [{"name", "percent"}]} of the last seven days.
Value mix_of(Database& db, std::int64_t region) {
  const auto sources = db.query<Source>(mix_sql, region);
  std::int64_t all = 0, renewable = 0;
  for (const Source& each : sources) {
    all += each.megawatt_hours;
    if (each.is_renewable) renewable += each.megawatt_hours;
  }
  Value list = Value::list();
  for (const Source& each : sources)
    list.add(Value::object({{"name", each.name}, {"percent", percent(each.megawatt_hours, all)}}));
  return Value::object({{"renewable", percent(renewable, all)}, {"sources", std::move(list)}});
}

Value mix_in(const Contract& contract, Services& services) {
  KeptMixes kept(services);
  if (auto mix = kept.find(contract.region)) return std::move(*mix);
  Value mix = mix_of(services.db, contract.region_id);
  kept.keep(contract.region, mix);
  return mix;
}

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("contract");
  const auto contract = services.db.query_one<Contract>(contract_sql, id);
  if (!contract) throw NotFound("there is no contract " + std::to_string(id));
  const auto use = services.db.query<Use>(use_sql, id);
  Rows hours({"hour", "kwh"});
  std::int64_t watt_hours = 0;
  for (const Use& each : use) {
    hours.add(each.hour, fixed(static_cast<double>(each.watt_hours) / 1'000, 2));
    watt_hours += each.watt_hours;
  }
  return services
      .page(Value::object({{"holder", contract->holder},
                           {"region", contract->region},
                           {"kwh", fixed(static_cast<double>(watt_hours) / 1'000, 2)},
                           {"hours", std::move(hours)},
                           {"mix", mix_in(*contract, services)}}))
      .set("Cache-Control", "private, max-age=60");
}

}  // namespace

GalleryPage green_share() {
  return {
      .summary = "a customer's electricity of yesterday by hour, beside the mix of sources in the region",
      .why =
          "The mix of a region adds up a week and is kept for a quarter of an hour. But it is looked up "
          "under the region's name in lower case and stored under the name as it is. No request ever finds "
          "it, so each adds up the week again.",
      .knobs = {{.name = "contract",
                 .help = "number of the contract",
                 .initial = 77,
                 .minimum = 1,
                 .maximum = 500},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "query-cache"}},
  };
}

}  // namespace caseload::gallery
