#include "core/csv.hpp"
#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/scratch_batch.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view account_sql = "SELECT holder, opening_cents FROM giro_account WHERE id = ?";
constexpr std::string_view bookings_sql =
    "SELECT booked_on, counterparty, purpose, cents FROM giro_booking WHERE account_id = ? ORDER BY number "
    "LIMIT ?";

struct Account {
  std::string holder;
  std::int64_t opening_cents;
  static constexpr auto columns = std::tuple(&Account::holder, &Account::opening_cents);
};

struct Booking {
  std::string booked_on, counterparty, purpose;
  std::int64_t cents;
  static constexpr auto columns =
      std::tuple(&Booking::booked_on, &Booking::counterparty, &Booking::purpose, &Booking::cents);
};

constexpr std::size_t piece_bytes = 8'192;

std::string signed_price(std::int64_t cents) {
  return cents < 0 ? "-" + price_of(-cents) : price_of(cents);
}

std::string heading_for(const Account& account) {
  std::string text;
  Csv(text).text("Account of").text(account.holder).end_record();
  Csv(text).text("Day").text("Whom").text("What for").text("Amount").text("Balance").end_record();
  return text;
}

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("account");
  const auto account = services.db.query_one<Account>(account_sql, id);
  if (!account) throw NotFound("there is no account " + std::to_string(id));
  Response response;
  response.set("Content-Type", "text/csv; charset=utf-8")
      .set("Content-Disposition", "attachment; filename=\"statement.csv\"")
      .set("Cache-Control", "private, no-store")
      .set("X-Accel-Buffering", "no");
  response.producer = [&services, id, n = request.knobs.n(), account = *account](Sink& sink) {
    sink.write(heading_for(account));
    sink.flush();
    std::int64_t balance = account.opening_cents;
    std::string piece;
    services.db.each<Booking>(
        bookings_sql,
        [&](const Booking& booking) {
          balance += booking.cents;
          Csv(piece)
              .text(booking.booked_on)
              .text(booking.counterparty)
              .text(booking.purpose)
              .number(signed_price(booking.cents))
              .number(signed_price(balance))
              .end_record();
          if (piece.size() < piece_bytes) return true;
          sink.write(piece);
          sink.flush();
          piece.clear();
          return true;
        },
        id, n);
    sink.write(piece);
  };
  return response;
}

}  // namespace

GalleryPage giro_statement() {
  return {
      .summary = "the bookings of a bank account with the balance after each, as a CSV file",
      .why =
          "The file can have thousands of lines, and each needs the balance of the one before. One number "
          "is carried along, and a few kilobytes are in memory before they are sent.",
      .knobs =
          {{.name = "n",
            .help = "bookings in the file",
            .initial = 2'560,
            .minimum = 1,
            .maximum = 10'240,
            .ladder = {10, 40, 160, 640, 2'560, 10'240}},
           {.name = "account", .help = "number of the account", .initial = 1, .minimum = 1, .maximum = 20},
           dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
