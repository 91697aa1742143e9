#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/partner_calls.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view concert_sql =
    "SELECT performer, hall, price, seats_left FROM concert WHERE id = ? FOR UPDATE";
constexpr std::string_view sell_sql = "UPDATE concert SET seats_left = ? WHERE id = ?";
constexpr std::string_view add_ticket_sql =
    "INSERT INTO concert_ticket (concert_id, customer_id, seats, reference) VALUES (?, ?, ?, ?)";
constexpr std::string_view remove_ticket_sql = "DELETE FROM concert_ticket WHERE id = ?";
constexpr std::int64_t seats_of_the_hall = 2'400;
constexpr std::int64_t tickets_kept = 1'000;

struct Concert {
  std::string performer, hall, price;
  std::int64_t seats_left = 0;
  static constexpr auto columns =
      std::tuple(&Concert::performer, &Concert::hall, &Concert::price, &Concert::seats_left);
};

struct Refused {};

struct Sale {
  Concert concert;
  std::string reference;
  std::int64_t ticket = 0;
};

class BoxOffice {
 public:
  BoxOffice(const Request& request, Services& services)
      : db_(services.db),
        partners_(services.partners),
        concert_(request.knobs.integer("concert")),
        seats_(request.knobs.integer("seats")),
        customer_(request.knobs.integer("customer")) {}

  // Nobody else may sell the same seats, so the concert is locked until this sale is through.
  Sale sell() {
    Sale sale;
    db_.transaction([&] {
      const auto concert = db_.query_one<Concert>(concert_sql, concert_);
      if (!concert) throw NotFound("there is no concert " + std::to_string(concert_));
      sale.concert = *concert;
      sale.reference = paid(cents_of(concert->price) * seats_);
      // A second evening is added when the first one is sold out.
      const std::int64_t left = concert->seats_left < seats_ ? seats_of_the_hall : concert->seats_left;
      db_.execute(sell_sql, left - seats_, concert_);
      db_.execute(add_ticket_sql, concert_, customer_, seats_, sale.reference);
      sale.ticket = db_.last_insert_id();
      db_.execute(remove_ticket_sql, sale.ticket - tickets_kept);
      sale.concert.seats_left = left - seats_;
    });
    return sale;
  }

 private:
  std::string paid(std::int64_t cents) {
    const auto reply =
        partners::document_in(partners_.send(partners::payment_by(db_.dataset(), customer_, cents)));
    if (!reply) throw Refused();
    return std::string((*reply)["reference"].text_or(""));
  }

  Database& db_;
  Outbound& partners_;
  std::int64_t concert_, seats_, customer_;
};

Response buy(const Request& request, Services& services) {
  try {
    const Sale sale = BoxOffice(request, services).sell();
    return services
        .page(Value::object({{"performer", sale.concert.performer},
                             {"hall", sale.concert.hall},
                             {"seats", request.knobs.integer("seats")},
                             {"is_nearly_full", sale.concert.seats_left < 100},
                             {"ticket", Value::object({{"reference", sale.reference}})}}))
        .set("Cache-Control", "private, no-store");
  } catch (const Refused&) {
    return services.page(Value::object({{"ticket", Value()}})).set("Cache-Control", "private, no-store");
  }
}

}  // namespace

GalleryPage concert_seats() {
  return {
      .summary = "a concert's box office: seats are sold if the payment is approved",
      .why =
          "The SELECT locks the concert's row, and it stays locked while the payment service decides. "
          "Everybody who buys seats for this concert has to wait for that one row.",
      .knobs =
          {{.name = "concert", .help = "number of the concert", .initial = 7, .minimum = 1, .maximum = 60},
           {.name = "seats", .help = "how many seats", .initial = 2, .minimum = 1, .maximum = 6},
           {.name = "customer", .help = "who buys", .initial = 19, .minimum = 1, .maximum = 2'500},
           dataset_knob()},
      .run = buy,
      .labels = {{.name = "hot-row"},
                 {.name = "long-transaction",
                  .reason = "the payment service is called while the transaction is open"}},
      .method = Method::post,
      .known_miss =
          "the row is waited for while a payment is made, and then only the open transaction is reported",
  };
}

}  // namespace caseload::gallery
