#include <algorithm>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view meter_sql = "SELECT holder, street_id, number, usual FROM town_meter WHERE id = ?";
constexpr std::string_view newest_sql =
    "SELECT kwh, sent_at FROM town_meter_reading WHERE meter_id = ? ORDER BY id DESC LIMIT 7";
constexpr std::string_view store_sql = "INSERT INTO town_meter_reading (meter_id, kwh) VALUES (?, ?)";
constexpr std::string_view street_sql =
    "SELECT CAST(AVG(usual) AS SIGNED) FROM town_meter WHERE street_id = ?";
constexpr std::string_view tariff_sql = "SELECT from_kwh, tenths_c FROM town_tariff_step ORDER BY from_kwh";
// A corrected reading takes the place of the one before.
constexpr std::string_view replace_sql =
    "DELETE FROM town_meter_reading WHERE meter_id = ? AND id < ? AND sent_at >= '2026-01-01'";

struct Meter {
  std::string holder;
  std::int64_t street_id;
  std::string number;
  std::int64_t usual;
  static constexpr auto columns =
      std::tuple(&Meter::holder, &Meter::street_id, &Meter::number, &Meter::usual);
};
struct Reading {
  std::int64_t kwh;
  std::string sent_at;
  static constexpr auto columns = std::tuple(&Reading::kwh, &Reading::sent_at);
};
struct Mean {
  std::int64_t kwh;
  static constexpr auto columns = std::tuple(&Mean::kwh);
};
struct Step {
  std::int64_t from_kwh, tenths_c;
  static constexpr auto columns = std::tuple(&Step::from_kwh, &Step::tenths_c);
};

// Each part of the consumption at the price of its step.
std::int64_t cents_of(std::int64_t kwh, const std::vector<Step>& steps) {
  std::int64_t tenths = 0;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const std::int64_t end = i + 1 < steps.size() ? std::min(kwh, steps[i + 1].from_kwh) : kwh;
    if (end > steps[i].from_kwh) tenths += (end - steps[i].from_kwh) * steps[i].tenths_c;
  }
  return tenths / 10;
}

struct Receipt {
  std::vector<Reading> readings;
  std::vector<Step> steps;
  std::int64_t street_kwh = 0;
};

Receipt take(Database& db, std::int64_t id, const Meter& meter, std::int64_t kwh) {
  Receipt receipt;
  db.transaction([&] {
    db.execute(store_sql, id, kwh);
    db.execute(replace_sql, id, db.last_insert_id());
    receipt.readings = db.query<Reading>(newest_sql, id);
    receipt.steps = db.query<Step>(tariff_sql);
    receipt.street_kwh = db.query_one<Mean>(street_sql, meter.street_id).value().kwh;
  });
  return receipt;
}

Response send(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("meter"), kwh = request.knobs.integer("kwh");
  const auto meter = services.db.query_one<Meter>(meter_sql, id);
  if (!meter) throw NotFound("there is no meter " + std::to_string(id));
  const Receipt receipt = take(services.db, id, *meter, kwh);
  const std::int64_t before = receipt.readings.size() > 1 ? receipt.readings[1].kwh : 0;
  const std::int64_t used = std::max<std::int64_t>(0, kwh - before);
  Rows rows({"sent", "kwh"});
  for (const Reading& each : receipt.readings) rows.add(each.sent_at.substr(0, 10), grouped(each.kwh));
  return services
      .page(Value::object({{"holder", meter->holder},
                           {"number", meter->number},
                           {"used", grouped(used)},
                           {"euros", fixed(static_cast<double>(cents_of(used, receipt.steps)) / 100, 2)},
                           {"is_unusual", used > 2 * meter->usual || used == 0},
                           {"street", grouped(receipt.street_kwh)},
                           {"readings", std::move(rows)}}))
      .set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage reading_sent() {
  return {
      .summary = "a customer of a municipal utility sends a meter reading and sees what it means",
      .why =
          "A trigger on the table of readings counts them in the one row of the campaign. Nothing in the "
          "code shows it, but the INSERT comes first, and the campaign's row stays locked while the receipt "
          "is queried in the same transaction. All customers of the town write to that row. The count could "
          "be made from the readings when somebody wants to know it.",
      .knobs =
          {{.name = "meter", .help = "number of the meter", .initial = 811, .minimum = 1, .maximum = 2'500},
           {.name = "kwh",
            .help = "what the meter shows",
            .initial = 24'310,
            .minimum = 0,
            .maximum = 999'999},
           dataset_knob()},
      .run = send,
      .labels = {{.name = "hot-row"}},
      .method = Method::post,
      .known_miss = "nothing says which row an INSERT waits for, so it is not judged",
  };
}

}  // namespace caseload::gallery
