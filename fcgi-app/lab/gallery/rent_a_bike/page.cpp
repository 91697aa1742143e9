#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/partner_calls.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view station_sql = "SELECT name, lock_code FROM bike_station WHERE id = ?";
constexpr std::string_view tariffs_sql =
    "SELECT minutes, price FROM bike_tariff WHERE station_id = ? ORDER BY minutes";
constexpr std::string_view open_sql =
    "INSERT INTO bike_rental (customer_id, station_id, state) VALUES (?, ?, 'asked')";
constexpr std::string_view hand_out_sql = "UPDATE bike_rental SET state = 'out', deposit = ? WHERE id = ?";
constexpr std::string_view remove_sql = "DELETE FROM bike_rental WHERE id = ?";
constexpr std::int64_t deposit_cents = 15'000;
constexpr std::int64_t rentals_kept = 1'000;

struct Station {
  std::string name, lock_code;
  static constexpr auto columns = std::tuple(&Station::name, &Station::lock_code);
};

struct Tariff {
  std::int64_t minutes;
  std::string price;
  static constexpr auto columns = std::tuple(&Tariff::minutes, &Tariff::price);
};

struct NoDeposit {};

// Reserves the deposit at the customer's bank.
std::string deposit_of(std::int64_t customer, Services& services) {
  const auto approval = partners::document_in(
      services.partners.send(partners::payment_by(services.db.dataset(), customer, deposit_cents)));
  if (!approval) throw NoDeposit();
  return std::string((*approval)["reference"].text_or(""));
}

Response rent(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t customer = request.knobs.integer("customer"), id = request.knobs.integer("station");
  const auto station = db.query_one<Station>(station_sql, id);
  if (!station) throw NotFound("there is no station " + std::to_string(id));
  const auto tariffs = db.query<Tariff>(tariffs_sql, id);
  Value model = Value::object({{"station", station->name}});
  try {
    db.transaction([&] {
      db.execute(open_sql, customer, id);
      const std::int64_t rental = db.last_insert_id();
      // Without a deposit there is no rental: the rollback removes it.
      const std::string reference = deposit_of(customer, services);
      db.execute(hand_out_sql, reference, rental);
      db.execute(remove_sql, rental - rentals_kept);
      model.set("rental", Value::object({{"reference", reference}, {"code", station->lock_code}}));
    });
  } catch (const NoDeposit&) {
    model.set("rental", Value());
  }
  Rows rows({"minutes", "price"});
  for (const Tariff& each : tariffs) rows.add(each.minutes, each.price);
  model.set("deposit", price_of(deposit_cents));
  model.set("tariffs", std::move(rows));
  return services.page(std::move(model)).set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage rent_a_bike() {
  return {
      .summary = "a bike is rented at a station, if the customer's bank reserves the deposit",
      .why =
          "The rental is inserted, and then the bank is called while the transaction stays open. When the "
          "bank is slow, connections and locks are held just as long. The rental could be committed in a "
          "state of its own, and completed or removed by a second short transaction after the call.",
      .knobs =
          {{.name = "customer", .help = "who rents", .initial = 23, .minimum = 1, .maximum = 2'500},
           {.name = "station", .help = "number of the station", .initial = 5, .minimum = 1, .maximum = 90},
           dataset_knob()},
      .run = rent,
      .labels = {{.name = "long-transaction"}},
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
