#include <map>

#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view permits_sql =
    "SELECT number, district_id, officer_id, street, contractor, begins_on, days, lanes, state "
    "FROM street_work_permit ORDER BY number DESC LIMIT ?";
constexpr std::string_view districts_sql = "SELECT id, name FROM street_work_district";
constexpr std::string_view officers_sql = "SELECT id, name, room FROM street_work_officer";
constexpr std::string_view fees_sql = "SELECT title, cents FROM street_work_fee ORDER BY cents DESC, title";

struct Permit {
  std::int64_t number, district_id, officer_id;
  std::string street, contractor, begins_on;
  std::int64_t days, lanes;
  std::string state;
  static constexpr auto columns =
      std::tuple(&Permit::number, &Permit::district_id, &Permit::officer_id, &Permit::street,
                 &Permit::contractor, &Permit::begins_on, &Permit::days, &Permit::lanes, &Permit::state);
};
struct District {
  std::int64_t id;
  std::string name;
  static constexpr auto columns = std::tuple(&District::id, &District::name);
};
struct Officer {
  std::int64_t id;
  std::string name, room;
  static constexpr auto columns = std::tuple(&Officer::id, &Officer::name, &Officer::room);
};
struct Fee {
  std::string title;
  std::int64_t cents;
  static constexpr auto columns = std::tuple(&Fee::title, &Fee::cents);
};

// All rows of a small table by their ids.
template <class Row>
class Directory {
 public:
  Directory(Database& db, std::string_view sql) {
    for (Row& each : db.query<Row>(sql)) {
      const std::int64_t id = each.id;
      rows_.emplace(id, std::move(each));
    }
  }
  const Row& operator[](std::int64_t id) const { return rows_.at(id); }

 private:
  std::map<std::int64_t, Row> rows_;
};

Response show(const Request& request, Services& services) {
  const auto permits = services.db.query<Permit>(permits_sql, request.knobs.n());
  const Directory<District> districts(services.db, districts_sql);
  const Directory<Officer> officers(services.db, officers_sql);
  const auto fees = services.db.query<Fee>(fees_sql);

  Rows rows({"number", "where", "contractor", "begins", "days", "lanes", "is_refused", "contact"});
  for (const Permit& each : permits) {
    const Officer& officer = officers[each.officer_id];
    rows.add(each.number, each.street + ", " + districts[each.district_id].name, each.contractor,
             each.begins_on, each.days, each.lanes, each.state == "refused",
             officer.name + ", room " + officer.room);
  }
  Rows costs({"title", "euros"});
  for (const Fee& each : fees) costs.add(each.title, fixed(static_cast<double>(each.cents) / 100, 2));
  return services.page(Value::object({{"permits", std::move(rows)}, {"fees", std::move(costs)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage street_works() {
  return {
      .summary = "a city's newest applications for works in the street, with districts, officers and fees",
      .why =
          "Innocent: each line has a district and an officer, whose rows are not joined. But there are "
          "eighteen districts and forty officers, which two queries load whole, however long the list is. "
          "Fifteen fees are sorted without an index. The applications come from the end of the primary key.",
      .knobs = {items_knob("applications on the page", 2'560), dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
