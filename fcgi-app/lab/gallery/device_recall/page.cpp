#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view lot_sql =
    "SELECT code, product, built_on, line, inspector FROM pump_lot WHERE id = ?";
constexpr std::string_view tests_sql =
    "SELECT test, measured, lower_limit, upper_limit FROM pump_lot_test WHERE lot_id = ? ORDER BY test";

struct Lot {
  std::string code, product, built_on, line, inspector;
  static constexpr auto columns =
      std::tuple(&Lot::code, &Lot::product, &Lot::built_on, &Lot::line, &Lot::inspector);
};
struct Test {
  std::string name;
  std::int64_t measured, lower, upper;
  static constexpr auto columns = std::tuple(&Test::name, &Test::measured, &Test::lower, &Test::upper);
};
struct Device {
  std::string serial, hospital, ward, delivered_on;
  static constexpr auto columns =
      std::tuple(&Device::serial, &Device::hospital, &Device::ward, &Device::delivered_on);
};

// A serial number is the code of the lot, eight characters, and six digits.
constexpr int lot_length = 8;

std::string lot_in(const std::string& serial_column) {
  return "LEFT(" + serial_column + ", " + std::to_string(lot_length) + ")";
}

std::vector<Device> delivered_from(const Lot& lot, Database& db) {
  const std::string sql =
      "SELECT d.serial, h.name, d.ward, d.delivered_on FROM pump_delivered AS d "
      "JOIN pump_hospital AS h ON h.id = d.hospital_id WHERE " +
      lot_in("d.serial") + " = ? ORDER BY d.serial";
  std::vector<Device> devices;
  Cursor rows = db.run(sql, std::vector<Parameter>{to_parameter(lot.code)});
  while (rows.next()) devices.push_back(map_row<Device>(rows));
  return devices;
}

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("lot");
  const auto lot = services.db.query_one<Lot>(lot_sql, id);
  if (!lot) throw NotFound("there is no lot " + std::to_string(id));
  const auto tests = services.db.query<Test>(tests_sql, id);
  const auto devices = delivered_from(*lot, services.db);
  Rows measured({"test", "measured", "limits", "is_outside"});
  for (const Test& each : tests)
    measured.add(each.name, each.measured, std::to_string(each.lower) + " to " + std::to_string(each.upper),
                 each.measured < each.lower || each.measured > each.upper);
  Rows letters({"serial", "hospital", "ward", "delivered_on"});
  for (const Device& each : devices) letters.add(each.serial, each.hospital, each.ward, each.delivered_on);
  return services
      .page(Value::object({{"code", lot->code},
                           {"product", lot->product},
                           {"built_on", lot->built_on},
                           {"line", lot->line},
                           {"inspector", lot->inspector},
                           {"tests", std::move(measured)},
                           {"count", devices.size()},
                           {"devices", std::move(letters)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage device_recall() {
  return {
      .summary = "a recall of infusion pumps: a lot's tests, and in which wards its pumps are",
      .why =
          "A helper cuts the code of the lot out of each serial number, so the index on it can't be used, "
          "and every pump that was ever delivered is read for the forty of a lot. LIKE with the code and a "
          "wildcard, or a range, finds them.",
      .knobs = {{.name = "lot",
                 .help = "number of the lot",
                 .initial = 212,
                 .minimum = 1,
                 .maximum = 700,
                 .ladder = {212, 455}},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "non-sargable"}},
  };
}

}  // namespace caseload::gallery
