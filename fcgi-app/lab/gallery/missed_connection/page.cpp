#include <functional>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/partner_calls.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view party_sql = "SELECT name, people, payer_id, goal FROM stranded_party WHERE id = ?";
constexpr std::string_view flights_sql =
    "SELECT flight, DATE_FORMAT(leaves_at, '%H:%i'), free_seats FROM stranded_flight "
    "WHERE goal = ? AND free_seats >= ? ORDER BY leaves_at LIMIT 4";
constexpr std::string_view rebook_sql =
    "INSERT INTO rebooked_party (party_id, flight, state) VALUES (?, ?, 'seated')";
constexpr std::string_view seats_sql = "INSERT INTO rebooked_seat (rebooking_id, person, seat) VALUES ";
constexpr std::string_view hotel_sql = "UPDATE rebooked_party SET state = ?, voucher = ? WHERE id = ?";
constexpr std::string_view remove_seats_sql = "DELETE FROM rebooked_seat WHERE rebooking_id = ?";
constexpr std::string_view remove_sql = "DELETE FROM rebooked_party WHERE id = ?";
constexpr std::int64_t rebookings_kept = 400, night_cents = 8'900;

struct Party {
  std::string name;
  std::int64_t people, payer_id;
  std::string goal;
  static constexpr auto columns = std::tuple(&Party::name, &Party::people, &Party::payer_id, &Party::goal);
};
struct Flight {
  std::string number, leaves;
  std::int64_t free_seats;
  static constexpr auto columns = std::tuple(&Flight::number, &Flight::leaves, &Flight::free_seats);
};

struct Rebooking {
  std::int64_t id = 0;
  std::vector<std::string> seats;
  std::optional<std::string> voucher;  // for the hotel
};

// What happens at the desk. Whoever has to know is called at once.
class DeskEvents {
 public:
  using Listener = std::function<void(Rebooking&)>;

  void when_seated(Listener listener) { listeners_.push_back(std::move(listener)); }
  void seated(Rebooking& rebooking) const {
    for (const Listener& each : listeners_) each(rebooking);
  }

 private:
  std::vector<Listener> listeners_;
};

class Desk {
 public:
  Desk(Services& services, const Party& party) : services_(services), party_(party) {
    events_.when_seated([this](Rebooking& rebooking) { reserve_hotel(rebooking); });
  }

  Rebooking rebook(std::int64_t party_id, const Flight& flight) {
    Database& db = services_.db;
    Rebooking rebooking;
    db.transaction([&] {
      rebooking = {};
      db.execute(rebook_sql, party_id, flight.number);
      rebooking.id = db.last_insert_id();
      seat(rebooking, flight);
      events_.seated(rebooking);
      db.execute(remove_seats_sql, rebooking.id - rebookings_kept);
      db.execute(remove_sql, rebooking.id - rebookings_kept);
    });
    return rebooking;
  }

 private:
  // Side by side, in the last rows that are free.
  void seat(Rebooking& rebooking, const Flight& flight) {
    std::string sql(seats_sql);
    std::vector<Parameter> values;
    for (std::int64_t person = 1; person <= party_.people; ++person) {
      const std::int64_t at = flight.free_seats - person;
      std::string place = std::to_string(1 + at / 6);
      place += static_cast<char>('A' + at % 6);
      sql += values.empty() ? "(?, ?, ?)" : ", (?, ?, ?)";
      values.insert(values.end(), {to_parameter(rebooking.id), to_parameter(person), to_parameter(place)});
      rebooking.seats.push_back(std::move(place));
    }
    services_.db.run_write(sql, values);
  }

  // A night in a hotel is charged to the airline's card, which the bank may refuse.
  void reserve_hotel(Rebooking& rebooking) {
    const auto approval = partners::document_in(services_.partners.send(
        partners::payment_by(services_.db.dataset(), party_.payer_id, party_.people * night_cents)));
    if (approval) rebooking.voucher = std::string((*approval)["reference"].text_or(""));
    services_.db.execute(hotel_sql, approval ? "hotel" : "no hotel", rebooking.voucher, rebooking.id);
  }

  Services& services_;
  const Party& party_;
  DeskEvents events_;
};

Response rebook(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("party");
  const auto party = services.db.query_one<Party>(party_sql, id);
  if (!party) throw NotFound("there is no party " + std::to_string(id));
  const auto flights = services.db.query<Flight>(flights_sql, party->goal, party->people);
  if (flights.empty()) throw HttpError(409, "there is no flight with enough seats to " + party->goal);
  Desk desk(services, *party);
  const Rebooking rebooking = desk.rebook(id, flights.front());

  Rows seats({"seat"}), others({"flight", "leaves", "free"});
  for (const std::string& each : rebooking.seats) seats.add(each);
  for (const Flight& each : flights)
    if (&each != &flights.front()) others.add(each.number, each.leaves, each.free_seats);
  return services
      .page(Value::object({{"party", party->name},
                           {"flight", flights.front().number},
                           {"leaves", flights.front().leaves},
                           {"seats", std::move(seats)},
                           {"voucher", rebooking.voucher ? Value(*rebooking.voucher) : Value()},
                           {"hotel", price_of(party->people * night_cents)},
                           {"others", std::move(others)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage missed_connection() {
  return {
      .summary = "a party missed its connection: an airline's desk rebooks it and pays for a hotel",
      .why =
          "The rebooking tells its listeners about the seats, and one of them calls the bank, all inside the "
          "transaction that has inserted the rebooking. While the bank takes its time, the transaction stays "
          "open. The listeners could be called after the commit, and store the voucher by another one.",
      .knobs = {{.name = "party", .help = "number of the party", .initial = 63, .minimum = 1, .maximum = 900},
                dataset_knob()},
      .run = rebook,
      .labels = {{.name = "long-transaction"}},
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
