#include <algorithm>
#include <deque>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view fund_sql = "SELECT name, currency FROM listed_fund WHERE id = ?";
constexpr std::string_view candles_sql =
    "SELECT DATE_FORMAT(traded_at, '%Y-%m-%d %H:%i'), low_cents, high_cents, close_cents FROM "
    "listed_fund_candle "
    "WHERE fund_id = ? ORDER BY traded_at";
constexpr std::size_t exits_shown = 20;

struct Fund {
  std::string name, currency;
  static constexpr auto columns = std::tuple(&Fund::name, &Fund::currency);
};

struct Candle {
  std::string at;
  std::int64_t low_cents, high_cents, close_cents;
  static constexpr auto columns =
      std::tuple(&Candle::at, &Candle::low_cents, &Candle::high_cents, &Candle::close_cents);
};

struct Exit {
  std::string at;
  std::int64_t bought_cents, sold_cents;
};

// A trailing stop: it follows the price up and never down. After a sale, the fund is bought again when it has
// risen from its lowest price since then by the same share.
class TrailingStop {
 public:
  explicit TrailingStop(std::int64_t permille) : permille_(permille) {}

  void see(const Candle& candle) {
    ++candles_;
    if (!is_in_) {
      lowest_ = candles_ == 1 ? candle.low_cents : std::min(lowest_, candle.low_cents);
      if (candle.close_cents * 1'000 >= lowest_ * (1'000 + permille_)) buy(candle);
      return;
    }
    const std::int64_t stop = highest_ * (1'000 - permille_) / 1'000;
    if (candle.low_cents <= stop)
      sell(candle, stop);
    else
      highest_ = std::max(highest_, candle.high_cents);
  }

  std::int64_t candles() const { return candles_; }
  std::int64_t sales() const { return sales_; }
  double growth() const { return growth_; }
  const std::deque<Exit>& last_exits() const { return exits_; }

 private:
  void buy(const Candle& candle) {
    is_in_ = true;
    bought_ = highest_ = candle.close_cents;
  }
  void sell(const Candle& candle, std::int64_t stop) {
    is_in_ = false;
    lowest_ = candle.low_cents;
    ++sales_;
    growth_ *= static_cast<double>(stop) / static_cast<double>(bought_);
    exits_.push_back({.at = candle.at, .bought_cents = bought_, .sold_cents = stop});
    if (exits_.size() > exits_shown) exits_.pop_front();
  }

  std::int64_t permille_;
  bool is_in_ = false;
  std::int64_t candles_ = 0, sales_ = 0, lowest_ = 0, highest_ = 0, bought_ = 0;
  double growth_ = 1;
  std::deque<Exit> exits_;
};

std::string money(std::int64_t cents) {
  return fixed(static_cast<double>(cents) / 100, 2);
}

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("fund"), permille = request.knobs.integer("permille");
  const auto fund = services.db.query_one<Fund>(fund_sql, id);
  if (!fund) throw NotFound("there is no fund " + std::to_string(id));
  TrailingStop rule(permille);
  services.db.each<Candle>(
      candles_sql,
      [&rule](const Candle& candle) {
        rule.see(candle);
        return true;
      },
      id);
  return data_page(
             services,
             [&](std::string& body) {
               io::JsonWriter json(body);
               json.begin_object().key("fund").text(fund->name).key("currency").text(fund->currency);
               json.key("stop_permille").number(permille).key("candles").number(rule.candles());
               json.key("sales").number(rule.sales()).key("growth").text(fixed(rule.growth(), 4));
               json.key("last").begin_list();
               for (const Exit& each : rule.last_exits()) {
                 json.begin_object().key("at").text(each.at).key("bought").text(money(each.bought_cents));
                 json.key("sold").text(money(each.sold_cents)).end_object();
               }
               json.end_list().end_object();
             })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage stop_loss_replay() {
  return {
      .summary =
          "what an investor's own trailing stop would have brought with a fund, candle by candle, as JSON",
      .why =
          "Innocent: all candles of a fund are read for a few numbers. But each decision depends on the one "
          "before, which no aggregate of the database expresses, the share is the investor's own, and the "
          "rows are streamed: one candle and twenty sales are in memory.",
      .knobs = {{.name = "fund", .help = "number of the fund", .initial = 2, .minimum = 1, .maximum = 4},
                {.name = "permille",
                 .help = "how far the price may fall, in per mille",
                 .initial = 40,
                 .minimum = 5,
                 .maximum = 300},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
