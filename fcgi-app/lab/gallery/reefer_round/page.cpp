#include <array>
#include <cstdlib>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view block_sql = "SELECT name, electrician, radio FROM reefer_block WHERE id = ?";
constexpr std::string_view boxes_sql =
    "SELECT slot, number, cargo, set_tenths, measured_tenths, shipper_id FROM reefer_box WHERE block_id = ? "
    "ORDER BY slot LIMIT ?";
constexpr std::string_view shipper_sql = "SELECT name, phone FROM reefer_shipper WHERE id = ?";

struct Block {
  std::string name, electrician, radio;
  static constexpr auto columns = std::tuple(&Block::name, &Block::electrician, &Block::radio);
};
struct Box {
  std::int64_t slot;
  std::string number, cargo;
  std::int64_t set_tenths, measured_tenths, shipper_id;
  static constexpr auto columns = std::tuple(&Box::slot, &Box::number, &Box::cargo, &Box::set_tenths,
                                             &Box::measured_tenths, &Box::shipper_id);
  std::int64_t deviation() const { return std::abs(measured_tenths - set_tenths); }
};
struct Shipper {
  std::string name, phone;
  static constexpr auto columns = std::tuple(&Shipper::name, &Shipper::phone);
};

// In tenths of a degree. If a cargo is further off, its owner is notified.
struct Tolerance {
  std::string_view cargo;
  std::int64_t tenths;
};
constexpr std::array<Tolerance, 4> tolerances{
    {{"bananas", 4}, {"frozen fish", 15}, {"flowers", 6}, {"vaccines", 2}}};
constexpr std::int64_t usual_tolerance = 8;

std::int64_t tolerance_of(std::string_view cargo) {
  for (const Tolerance& each : tolerances)
    if (each.cargo == cargo) return each.tenths;
  return usual_tolerance;
}

std::string degrees(std::int64_t tenths) {
  return fixed(static_cast<double>(tenths) / 10, 1);
}

// What the electrician does about a box. Most are within their tolerance in the morning, few at noon.
class Round {
 public:
  explicit Round(Database& db) : db_(db) {}

  std::string remark_on(const Box& box) const {
    const std::int64_t allowed = tolerance_of(box.cargo);
    if (box.deviation() <= allowed) return "";
    return (box.deviation() > 3 * allowed ? "unplug and swap; " : "watch; ") + alert(box);
  }

 private:
  std::string alert(const Box& box) const { return "call " + contact_of(box.shipper_id); }
  std::string contact_of(std::int64_t shipper) const {
    const auto found = db_.query_one<Shipper>(shipper_sql, shipper);
    return found ? found->name + ", " + found->phone : "the harbour master";
  }

  Database& db_;
};

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("block");
  const auto block = services.db.query_one<Block>(block_sql, id);
  if (!block) throw NotFound("there is no block " + std::to_string(id));
  const auto boxes = services.db.query<Box>(boxes_sql, id, request.knobs.n());
  const Round round(services.db);
  Rows rows({"slot", "number", "cargo", "set", "measured", "remark"});
  for (const Box& box : boxes)
    rows.add(box.slot, box.number, box.cargo, degrees(box.set_tenths), degrees(box.measured_tenths),
             round.remark_on(box));
  return services
      .page(Value::object({{"block", block->name},
                           {"electrician", block->electrician},
                           {"radio", block->radio},
                           {"boxes", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage reefer_round() {
  return {
      .summary = "an electrician's round through refrigerated containers: temperatures, and whom to call",
      .why =
          "The remark on a box that is too warm ends in a query for its shipper, three calls down. That was "
          "meant for exceptions, but two of three boxes are too warm. The shipper can be joined.",
      .knobs = {items_knob("containers on the round", 640),
                {.name = "block", .help = "number of the block", .initial = 4, .minimum = 1, .maximum = 12},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "n-plus-one"}},
  };
}

}  // namespace caseload::gallery
