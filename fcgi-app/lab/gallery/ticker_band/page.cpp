#include <algorithm>
#include <cstdlib>
#include <ranges>
#include <span>
#include <unordered_map>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t tickers_at_once = 200;
constexpr int price_lifetime_s = 900;

constexpr std::string_view programme_sql = "SELECT name, pixels_a_second FROM band_programme WHERE id = ?";
constexpr std::string_view entries_sql =
    "SELECT ticker, short_name FROM band_entry WHERE programme_id = ? ORDER BY position LIMIT ?";
constexpr std::string_view prices_sql = "SELECT ticker, last_c, before_c FROM band_price WHERE ticker IN (";

struct Programme {
  std::string name;
  std::int64_t pixels_a_second;
  static constexpr auto columns = std::tuple(&Programme::name, &Programme::pixels_a_second);
};

struct Entry {
  std::string ticker, short_name;
  static constexpr auto columns = std::tuple(&Entry::ticker, &Entry::short_name);
};

struct Price {
  std::string ticker;
  std::int64_t last_c, before_c;
  static constexpr auto columns = std::tuple(&Price::ticker, &Price::last_c, &Price::before_c);
};

// The exchange's feed writes each new price into the cache. What has expired there is taken from the table.
class Prices {
 public:
  explicit Prices(Services& services) : services_(services) {}

  void take(const std::vector<Entry>& entries) {
    auto missing = entries | std::views::transform(&Entry::ticker) |
                   std::views::filter([this](const std::string& ticker) { return !take_cached(ticker); });
    std::vector<std::string> tickers;
    for (const std::string& ticker : missing) tickers.push_back(ticker);
    for (std::size_t from = 0; from < tickers.size(); from += tickers_at_once)
      take_stored(std::span(tickers).subspan(from, std::min(tickers_at_once, tickers.size() - from)));
  }

  const Price* find(const std::string& ticker) const {
    const auto price = prices_.find(ticker);
    return price == prices_.end() ? nullptr : &price->second;
  }

 private:
  std::string key_of(const std::string& ticker) const {
    return "band " + std::string(name_of(services_.db.dataset())) + " " + ticker;
  }

  // "4711 4698": the last price and that of the day before, in cents.
  bool take_cached(const std::string& ticker) {
    const auto text = services_.cache.get(key_of(ticker));
    if (!text) return false;
    const auto parts = split(*text, " ");
    if (parts.size() != 2) return false;
    prices_[ticker] = {.ticker = ticker,
                       .last_c = whole_number(parts[0]).value_or(0),
                       .before_c = whole_number(parts[1]).value_or(0)};
    return true;
  }

  void take_stored(std::span<const std::string> tickers) {
    std::string sql(prices_sql);
    std::vector<Parameter> parameters;
    for (const std::string& each : tickers) {
      sql += parameters.empty() ? "?" : ", ?";
      parameters.push_back(to_parameter(each));
    }
    Cursor rows = services_.db.run(sql + ")", parameters);
    while (rows.next()) {
      Price price = map_row<Price>(rows);
      services_.cache.set(key_of(price.ticker),
                          std::to_string(price.last_c) + " " + std::to_string(price.before_c),
                          price_lifetime_s);
      prices_[price.ticker] = price;
    }
  }

  Services& services_;
  std::unordered_map<std::string, Price> prices_;
};

std::string euros(std::int64_t cents) {
  return fixed(static_cast<double>(cents) / 100, 2);
}

void add_price(std::string& xml, const Entry& entry, const Price* price) {
  xml += "  <text";
  if (price != nullptr) {
    const std::int64_t change = price->last_c - price->before_c;
    xml += change > 0 ? " colour=\"green\"" : change < 0 ? " colour=\"red\"" : "";
    xml += ">";
    append_html_escaped(entry.short_name, xml);
    xml += " " + euros(price->last_c) + (change < 0 ? " ▼" : " ▲") + euros(std::abs(change));
  } else {
    xml += ">";
    append_html_escaped(entry.short_name, xml);
    xml += " suspended";
  }
  xml += "</text>\n";
}

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("programme");
  const auto programme = services.db.query_one<Programme>(programme_sql, id);
  if (!programme) throw NotFound("there is no programme " + std::to_string(id));
  const auto entries = services.db.query<Entry>(entries_sql, id, request.knobs.n());
  Prices prices(services);
  prices.take(entries);
  Response response;
  response.body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<crawl programme=\"";
  append_html_escaped(programme->name, response.body);
  response.body += "\" speed=\"" + std::to_string(programme->pixels_a_second) + "\">\n";
  for (const Entry& each : entries) add_price(response.body, each, prices.find(each.ticker));
  response.body += "</crawl>\n";
  response.set("Content-Type", "application/xml; charset=utf-8").set("Cache-Control", "private, no-store");
  return response;
}

}  // namespace

GalleryPage ticker_band() {
  return {
      .summary = "the band of prices below a business channel's picture, as XML for the caption generator",
      .why =
          "A filter over the tickers asks the cache for each one while it is read: a round trip for every "
          "price. Only what is missing is fetched together, from the table. The cache could return a hundred "
          "prices at once.",
      .knobs =
          {items_knob("prices on the band", 640),
           {.name = "programme", .help = "number of the programme", .initial = 3, .minimum = 1, .maximum = 4},
           dataset_knob()},
      .run = run,
      .labels = {{.name = "get-loop"}},
  };
}

}  // namespace caseload::gallery
