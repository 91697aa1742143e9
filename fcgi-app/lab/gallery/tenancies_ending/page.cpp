#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// The record that a foreign key refers to, loaded when it is first needed.
template <class Record>
class Reference {
 public:
  Reference(Database& db, std::int64_t id) : db_(db), id_(id) {}
  const Record& operator()() const {
    if (!record_) record_ = db_.query_one<Record>(Record::by_id, id_).value();
    return *record_;
  }

 private:
  Database& db_;
  std::int64_t id_;
  mutable std::optional<Record> record_;
};

struct Building {
  std::string street, caretaker;
  static constexpr auto columns = std::tuple(&Building::street, &Building::caretaker);
  static constexpr std::string_view by_id = "SELECT street, caretaker FROM let_building WHERE id = ?";
};

struct Unit {
  std::int64_t building_id, floor;
  std::string door;
  static constexpr auto columns = std::tuple(&Unit::building_id, &Unit::floor, &Unit::door);
  static constexpr std::string_view by_id = "SELECT building_id, floor, door FROM let_unit WHERE id = ?";
};

struct Tenant {
  std::string name, email;
  static constexpr auto columns = std::tuple(&Tenant::name, &Tenant::email);
  static constexpr std::string_view by_id = "SELECT name, email FROM customer WHERE id = ?";
};

struct Tenancy {
  std::int64_t id, unit_id, tenant_id;
  std::string ends_on, rent;
  static constexpr auto columns =
      std::tuple(&Tenancy::id, &Tenancy::unit_id, &Tenancy::tenant_id, &Tenancy::ends_on, &Tenancy::rent);
};

constexpr std::string_view ending_sql =
    "SELECT id, unit_id, tenant_id, ends_on, rent FROM let_tenancy WHERE ends_on >= '2026-01-01' "
    "ORDER BY ends_on, id LIMIT ?";

std::string address_of(const Unit& unit, const Building& building) {
  return building.street + ", " + (unit.floor == 0 ? "ground floor" : "floor " + std::to_string(unit.floor)) +
         ", door " + unit.door;
}

Response run(const Request& request, Services& services) {
  Rows rows({"id", "address", "tenant", "email", "ends_on", "rent", "caretaker"});
  for (const Tenancy& tenancy : services.db.query<Tenancy>(ending_sql, request.knobs.n())) {
    const Reference<Unit> unit(services.db, tenancy.unit_id);
    const Reference<Building> building(services.db, unit().building_id);
    const Reference<Tenant> tenant(services.db, tenancy.tenant_id);
    rows.add(tenancy.id, address_of(unit(), building()), std::string(tenant().name),
             std::string(tenant().email), std::string(tenancy.ends_on), std::string(tenancy.rent),
             std::string(building().caretaker));
  }
  return services.page(Value::object({{"tenancies", std::move(rows)}})).set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage tenancies_ending() {
  return {
      .summary = "a housing association's list of the tenancies that end next",
      .why =
          "The unit, its building and the tenant are each loaded when the row is written: three queries for "
          "every tenancy. The foreign keys could be followed in the query of the list.",
      .knobs = {items_knob("tenancies on the page", 640), dataset_knob()},
      .run = run,
      .labels = {{.name = "select-related"}},
  };
}

}  // namespace caseload::gallery
