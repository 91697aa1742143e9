#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view desk_sql =
    "SELECT name, city, limit_cents, used_cents FROM trading_desk WHERE id = ?";
constexpr std::string_view traders_sql = R"(
  SELECT person.name, seat.extension, seat.is_in
    FROM trading_seat AS seat
    JOIN customer AS person ON person.id = seat.customer_id
   WHERE seat.desk_id = ?
   ORDER BY seat.place)";
constexpr std::string_view resting_sql =
    "SELECT instrument, COUNT(*), CAST(SUM(pieces) AS SIGNED) FROM trading_resting_order WHERE desk_id = ? "
    "GROUP BY instrument ORDER BY instrument";
constexpr std::string_view trades_sql =
    "SELECT instrument, side, pieces, price_cents, counterparty, TIME_FORMAT(executed_at, '%H:%i:%s') "
    "FROM trading_trade WHERE desk_id = ? ORDER BY executed_at DESC, id DESC LIMIT ?";

struct Desk {
  std::string name, city;
  std::int64_t limit_cents, used_cents;
  static constexpr auto columns = std::tuple(&Desk::name, &Desk::city, &Desk::limit_cents, &Desk::used_cents);
};

struct Trader {
  std::string name, extension;
  bool is_in;
  static constexpr auto columns = std::tuple(&Trader::name, &Trader::extension, &Trader::is_in);
};

struct Resting {
  std::string instrument;
  std::int64_t orders, pieces;
  static constexpr auto columns = std::tuple(&Resting::instrument, &Resting::orders, &Resting::pieces);
};

struct Trade {
  std::string instrument, side;
  std::int64_t pieces, price_cents;
  std::string counterparty, time;
  static constexpr auto columns = std::tuple(&Trade::instrument, &Trade::side, &Trade::pieces,
                                             &Trade::price_cents, &Trade::counterparty, &Trade::time);
};

std::string money(std::int64_t cents) {
  return fixed(static_cast<double>(cents) / 100, 2);
}

Rows people_at(Database& db, std::int64_t desk, std::vector<Trader>& traders) {
  traders = db.query<Trader>(traders_sql, desk);
  Rows rows({"name", "extension", "is_in"});
  for (const Trader& each : traders) rows.add(each.name, each.extension, each.is_in);
  return rows;
}

Response show(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t id = request.knobs.integer("desk");
  const auto desk = db.query_one<Desk>(desk_sql, id);
  if (!desk) throw NotFound("there is no desk " + std::to_string(id));
  std::vector<Trader> traders;
  Rows people = people_at(db, id, traders);
  const auto resting = db.query<Resting>(resting_sql, id);
  const auto trades = db.query<Trade>(trades_sql, id, request.knobs.n());

  Rows orders({"instrument", "orders", "pieces"}),
      tape({"time", "side", "pieces", "instrument", "price", "with"});
  for (const Resting& each : resting) orders.add(each.instrument, each.orders, grouped(each.pieces));
  std::int64_t bought = 0, sold = 0;
  for (const Trade& each : trades) {
    (each.side == "buy" ? bought : sold) += each.pieces * each.price_cents;
    tape.add(each.time, each.side, each.pieces, each.instrument, money(each.price_cents), each.counterparty);
  }
  return services
      .page(Value::object({{"name", desk->name},
                           {"city", desk->city},
                           {"used_percent", desk->used_cents * 100 / desk->limit_cents},
                           {"people", std::move(people)},
                           {"orders", std::move(orders)},
                           {"tape", std::move(tape)},
                           {"bought", money(bought)},
                           {"sold", money(sold)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage trade_blotter() {
  return {
      .summary = "the blotter of a trading desk: who is in, resting orders, last trades, limit",
      .why =
          "The last trades of the desk are found by an index on the desk alone. Trades come in late from "
          "other venues, so the order of ids is not theirs: all trades of the desk are read and sorted for "
          "the few on the screen. Desk and time in one index would deliver them in order.",
      .knobs = {items_knob("trades on the blotter", 640),
                {.name = "desk", .help = "number of the desk", .initial = 2, .minimum = 1, .maximum = 5},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "filesort"}},
  };
}

}  // namespace caseload::gallery
