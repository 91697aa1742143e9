#include <array>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/partner_calls.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view vehicle_sql =
    "SELECT v.vin, v.model, v.keeper_id, c.name, k.code, p.sku FROM motor_vehicle AS v "
    "JOIN customer AS c ON c.id = v.keeper_id JOIN country AS k ON k.id = c.country_id "
    "JOIN indexed_product AS p ON p.id = v.plate_blank_id WHERE v.id = ?";
constexpr std::string_view fees_sql =
    "SELECT title, cents FROM motor_fee WHERE applies_to = ? ORDER BY title";
constexpr std::string_view register_sql =
    "INSERT INTO motor_registration (vehicle_id, keeper_id, state, payment) VALUES (?, ?, ?, ?)";
constexpr std::string_view plates_sql =
    "INSERT INTO motor_plate (registration_id, side, text) VALUES (?, 'front', ?), (?, 'rear', ?)";
constexpr std::string_view journal_sql = "INSERT INTO motor_journal (registration_id, entry) VALUES (?, ?)";
constexpr std::string_view remove_plates_sql = "DELETE FROM motor_plate WHERE registration_id = ?";
constexpr std::string_view remove_journal_sql = "DELETE FROM motor_journal WHERE registration_id = ?";
constexpr std::string_view remove_sql = "DELETE FROM motor_registration WHERE id = ?";
constexpr std::int64_t registrations_kept = 500;

struct Vehicle {
  std::string vin, model;
  std::int64_t keeper_id;
  std::string keeper, country, blank_sku;
  static constexpr auto columns = std::tuple(&Vehicle::vin, &Vehicle::model, &Vehicle::keeper_id,
                                             &Vehicle::keeper, &Vehicle::country, &Vehicle::blank_sku);
};
struct Fee {
  std::string title;
  std::int64_t cents;
  static constexpr auto columns = std::tuple(&Fee::title, &Fee::cents);
};

// What others say: the bank, the store of blank plates, and the mail.
struct Replies {
  std::optional<std::string> payment;
  bool has_blanks = false;
  std::int64_t days = 0;
};

Replies ask(Services& services, const Vehicle& vehicle, std::int64_t cents) {
  const Dataset dataset = services.db.dataset();
  const std::array calls{partners::payment_by(dataset, vehicle.keeper_id, cents),
                         partners::stock_of(dataset, {&vehicle.blank_sku, 1}),
                         partners::delivery_of(dataset, vehicle.blank_sku, vehicle.country)};
  const auto replies = services.partners.send_all(calls);
  Replies result;
  if (const auto payment = partners::document_in(replies[0]))
    result.payment = std::string((*payment)["reference"].text_or(""));
  if (const auto stock = partners::document_in(replies[1])) {
    const Value::List* items = (*stock)["items"].items();
    result.has_blanks = items != nullptr && !items->empty() && items->front()["stock"].integer_or(0) > 1;
  }
  if (const auto mail = partners::document_in(replies[2])) result.days = (*mail)["days"].integer_or(0);
  return result;
}

std::string plate_text(std::int64_t registration) {
  const std::int64_t block = registration / 9'000;
  return std::string("K ") + static_cast<char>('A' + block / 26 % 26) + static_cast<char>('A' + block % 26) +
         " " + std::to_string(1'000 + registration % 9'000);
}

std::string register_vehicle(Database& db, std::int64_t vehicle_id, const Vehicle& vehicle,
                             const Replies& replies) {
  std::string plate;
  db.transaction([&] {
    db.execute(register_sql, vehicle_id, vehicle.keeper_id, replies.payment ? "registered" : "unpaid",
               replies.payment);
    const std::int64_t id = db.last_insert_id();
    plate = plate_text(id);
    db.execute(plates_sql, id, plate, id, plate);
    db.execute(journal_sql, id, replies.has_blanks ? "plates embossed at the counter" : "plates by mail");
    const std::int64_t oldest = id - registrations_kept;
    db.execute(remove_plates_sql, oldest);
    db.execute(remove_journal_sql, oldest);
    db.execute(remove_sql, oldest);
  });
  return plate;
}

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("vehicle");
  const auto vehicle = services.db.query_one<Vehicle>(vehicle_sql, id);
  if (!vehicle) throw NotFound("there is no vehicle " + std::to_string(id));
  const auto fees = services.db.query<Fee>(fees_sql, "registration");
  std::int64_t cents = 0;
  for (const Fee& each : fees) cents += each.cents;
  const Replies replies = ask(services, *vehicle, cents);
  const std::string plate = register_vehicle(services.db, id, *vehicle, replies);

  Rows rows({"title", "price"});
  for (const Fee& each : fees) rows.add(each.title, price_of(each.cents));
  return services
      .page(Value::object({{"keeper", vehicle->keeper},
                           {"vin", vehicle->vin},
                           {"model", vehicle->model},
                           {"plate", plate},
                           {"is_paid", replies.payment.has_value()},
                           {"has_blanks", replies.has_blanks},
                           {"days", replies.days},
                           {"fees", std::move(rows)},
                           {"total", price_of(cents)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage vehicle_registered() {
  return {
      .summary = "a registration office registers a vehicle: payment, plates, and the letter that follows",
      .why =
          "Innocent: a transaction with six writes and three calls to others. But the calls are sent "
          "together "
          "and have ended before the transaction begins, and what is rendered is rendered after it. Six "
          "writes by key are the registration. Each request has rows of its own.",
      .knobs = {{.name = "vehicle",
                 .help = "number of the vehicle",
                 .initial = 123,
                 .minimum = 1,
                 .maximum = 1'500},
                dataset_knob()},
      .run = run,
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
