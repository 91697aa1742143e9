#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Scan {
  std::int64_t parcel_id;
  std::string gate, scanned_at;
  std::int64_t grams;
  static constexpr auto columns = std::tuple(&Scan::parcel_id, &Scan::gate, &Scan::scanned_at, &Scan::grams);
};

struct Depot {
  std::string town;
  static constexpr auto columns = std::tuple(&Depot::town);
};

constexpr auto depot_sql = "select town from depot where id = ?";
constexpr auto last_scans_sql =
    "select s.parcel_id, s.gate, date_format(s.scanned_at, '%d.%m. %H:%i'), s.grams from depot_scan s "
    "where s.depot_id = ? order by s.scanned_at desc, s.id desc limit ?";

// The monitor above the conveyor. It reloads itself, and an old picture would mislead the staff.
Response run(const Request& request, Services& services) {
  constexpr std::int64_t depot_id = 1;
  const Depot depot = services.db.query_one<Depot>(depot_sql, depot_id).value();
  const auto scans = services.db.query<Scan>(last_scans_sql, depot_id, request.knobs.n());
  Rows rows({"parcel", "gate", "time", "grams", "heavy"});
  for (const Scan& scan : scans)
    rows.add(scan.parcel_id, scan.gate, scan.scanned_at, scan.grams, scan.grams > 2'000);
  Response response = services.page(Value::object({{"town", depot.town}, {"scans", std::move(rows)}}));
  return response.set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage depot_scans() {
  return {
      .summary = "the monitor of a parcel depot: the parcels scanned last",
      .why =
          "There is an index on the depot, but it is not in the order of the time. All scans that the depot "
          "ever made are read and sorted to show the last ones. An index on both would deliver them sorted.",
      .knobs = {items_knob("scans on the monitor", 640), dataset_knob()},
      .run = run,
      .labels = {{.name = "filesort"}},
  };
}

}  // namespace caseload::gallery
