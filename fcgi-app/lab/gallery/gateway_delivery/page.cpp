#include <array>

#include "core/errors.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"
#include "shop/scratch_batch.hpp"

namespace caseload::gallery {

namespace {

constexpr std::int64_t quarters = 4;          // of an hour
constexpr std::int64_t deliveries_kept = 20;  // until they are checked and booked

constexpr std::string_view gateway_sql = "SELECT meter_number, limit_wh FROM smart_gateway WHERE id = ?";
constexpr std::string_view delivery_sql =
    "INSERT INTO smart_delivery (gateway_id, hours, arrived_at) VALUES (?, ?, NOW(6))";
constexpr std::string_view hour_sql =
    "INSERT INTO smart_value (delivery_id, slot, watt_hours) VALUES (?, ?, ?), (?, ?, ?), (?, ?, ?), (?, ?, "
    "?)";
// The values are deleted with their delivery.
constexpr std::string_view remove_sql = "DELETE FROM smart_delivery WHERE id = ?";
constexpr std::string_view receipt_sql =
    "SELECT COUNT(*), CAST(COALESCE(SUM(watt_hours), 0) AS SIGNED), "
    "CAST(COALESCE(SUM(watt_hours > ?), 0) AS SIGNED) FROM smart_value WHERE delivery_id = ?";

struct Gateway {
  std::string meter_number;
  std::int64_t limit_wh;
  static constexpr auto columns = std::tuple(&Gateway::meter_number, &Gateway::limit_wh);
};

struct Receipt {
  std::int64_t values, watt_hours, above_limit;
  static constexpr auto columns = std::tuple(&Receipt::values, &Receipt::watt_hours, &Receipt::above_limit);
};

using Hour = std::array<std::int64_t, quarters>;

// {"hours": [{"q1": 120, "q2": 118, "q3": 131, "q4": 127}, ..]}; without a body, the load of a household.
std::vector<Hour> hours_in(const Request& request) {
  constexpr std::array<std::string_view, quarters> names{"q1", "q2", "q3", "q4"};
  const auto given = list_in_body(request, "hours");
  std::vector<Hour> hours(static_cast<std::size_t>(request.knobs.n()));
  for (std::size_t row = 0; row < hours.size(); ++row)
    for (std::size_t quarter = 0; quarter < names.size(); ++quarter)
      hours[row][quarter] = given ? integer_in_row((*given)[row], row, names[quarter])
                                  : 40 + static_cast<std::int64_t>((row % 24 * 29 + quarter * 7) % 210);
  return hours;
}

// A gateway sends its values by the hour, and that is how they are stored.
void store_hour(Database& db, std::int64_t delivery, std::int64_t first_slot, const Hour& hour) {
  db.execute(hour_sql, delivery, first_slot, hour[0], delivery, first_slot + 1, hour[1], delivery,
             first_slot + 2, hour[2], delivery, first_slot + 3, hour[3]);
}

std::int64_t store(Database& db, std::int64_t gateway, const std::vector<Hour>& hours) {
  std::int64_t delivery = 0;
  db.transaction([&] {
    db.execute(delivery_sql, gateway, static_cast<std::int64_t>(hours.size()));
    delivery = db.last_insert_id();
    std::int64_t slot = 0;
    for (const Hour& hour : hours) {
      store_hour(db, delivery, slot, hour);
      slot += quarters;
    }
    db.execute(remove_sql, delivery - deliveries_kept);
  });
  return delivery;
}

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("gateway");
  const auto gateway = services.db.query_one<Gateway>(gateway_sql, id);
  if (!gateway) throw NotFound("there is no gateway " + std::to_string(id));
  const std::int64_t delivery = store(services.db, id, hours_in(request));
  const auto receipt = services.db.query_one<Receipt>(receipt_sql, gateway->limit_wh, delivery).value();
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("meter").text(gateway->meter_number);
                     json.key("values").number(receipt.values).key("watt_hours").number(receipt.watt_hours);
                     json.key("above_limit").number(receipt.above_limit).end_object();
                   })
      .set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage gateway_delivery() {
  return {
      .summary =
          "a smart meter's gateway delivers the quarter-hours since its last contact, and gets a receipt",
      .why =
          "Each INSERT has the four values of an hour, so a delivery takes as many queries as it has hours. "
          "They share a commit, but one INSERT could take the values of a week.",
      .knobs =
          {items_knob("hours in the delivery", 640),
           {.name = "gateway", .help = "number of the gateway", .initial = 118, .minimum = 1, .maximum = 500},
           dataset_knob()},
      .run = run,
      .labels = {{.name = "bulk-create"}},
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
