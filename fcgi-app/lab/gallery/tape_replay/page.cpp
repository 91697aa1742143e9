#include <algorithm>
#include <unordered_map>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view instrument_sql =
    "SELECT symbol, name, cents_in_tick FROM surveilled_instrument WHERE id = ?";
constexpr std::string_view alerts_sql =
    "SELECT raised_at, rule, state FROM surveilled_alert WHERE instrument_id = ? ORDER BY raised_at DESC "
    "LIMIT 5";
constexpr std::string_view messages_sql =
    "SELECT at_ms, kind, order_no, pieces, ticks, raw FROM surveilled_message WHERE instrument_id = ? "
    "ORDER BY sequence_no";

struct Instrument {
  std::string symbol, name;
  std::int64_t cents_in_tick;
  static constexpr auto columns =
      std::tuple(&Instrument::symbol, &Instrument::name, &Instrument::cents_in_tick);
};

struct Alert {
  std::string raised_at, rule, state;
  static constexpr auto columns = std::tuple(&Alert::raised_at, &Alert::rule, &Alert::state);
};

struct Message {
  std::int64_t at_ms;
  std::string kind;  // "new", "cancel", "trade"
  std::int64_t order_no, pieces, ticks;
  std::string raw;  // as the exchange sent it
  static constexpr auto columns = std::tuple(&Message::at_ms, &Message::kind, &Message::order_no,
                                             &Message::pieces, &Message::ticks, &Message::raw);
};

// Plays the day again. An order that is large and is withdrawn at once was perhaps never meant.
class Replay {
 public:
  void see(const Message& message) {
    if (message.raw.ends_with("|TEST")) return;
    ++messages_;
    if (message.kind == "new") {
      resting_.emplace(message.order_no, Resting{message.at_ms, message.pieces});
      most_resting_ = std::max(most_resting_, resting_.size());
      return;
    }
    const auto order = resting_.find(message.order_no);
    if (order == resting_.end()) return;
    if (message.kind == "trade") {
      traded_ += message.pieces;
      turnover_ticks_ += message.pieces * message.ticks;
    } else if (message.at_ms - order->second.since_ms < flash_ms && order->second.pieces >= large_pieces) {
      ++flashed_;
    }
    resting_.erase(order);
  }

  void write(io::JsonWriter& json, const Instrument& instrument) const {
    json.key("messages").number(messages_).key("traded").number(traded_);
    json.key("most_resting").number(static_cast<std::int64_t>(most_resting_));
    json.key("flashed").number(flashed_).key("mean_price");
    if (traded_ == 0)
      json.null();
    else
      json.text(fixed(static_cast<double>(turnover_ticks_ * instrument.cents_in_tick) /
                          static_cast<double>(100 * traded_),
                      4));
  }

 private:
  static constexpr std::int64_t flash_ms = 3'000, large_pieces = 400;

  struct Resting {
    std::int64_t since_ms, pieces;
  };

  std::unordered_map<std::int64_t, Resting> resting_;
  std::size_t most_resting_ = 0;
  std::int64_t messages_ = 0, traded_ = 0, turnover_ticks_ = 0, flashed_ = 0;
};

Response run(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t id = request.knobs.integer("instrument");
  const auto instrument = db.query_one<Instrument>(instrument_sql, id);
  if (!instrument) throw NotFound("there is no instrument " + std::to_string(id));
  const auto alerts = db.query<Alert>(alerts_sql, id);

  Replay replay;
  const std::vector<Parameter> parameters{to_parameter(id)};
  for (Cursor tape = db.run(messages_sql, parameters); tape.next();) replay.see(map_row<Message>(tape));

  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("symbol").text(instrument->symbol);
                     json.key("name").text(instrument->name).key("alerts").begin_list();
                     for (const Alert& each : alerts)
                       json.begin_object()
                           .key("at")
                           .text(each.raised_at.substr(0, 19))
                           .key("rule")
                           .text(each.rule)
                           .key("state")
                           .text(each.state)
                           .end_object();
                     json.end_list().key("replay").begin_object();
                     replay.write(json, *instrument);
                     json.end_object().end_object();
                   })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage tape_replay() {
  return {
      .summary = "market surveillance: an instrument's alerts, and its day of orders played again, as JSON",
      .why =
          "The replay takes one message after the other and keeps only the orders that rest. But the result "
          "is read whole before the first message is played, so the driver holds the tape of the day. "
          "Streamed, a few messages would be in memory.",
      .knobs = {{.name = "instrument",
                 .help = "number of the instrument",
                 .initial = 2,
                 .minimum = 1,
                 .maximum = 2},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "iterator"}},
  };
}

}  // namespace caseload::gallery
