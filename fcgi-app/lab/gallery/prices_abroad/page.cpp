#include <map>

#include "lab/gallery_page.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view titles_sql =
    "SELECT b.title, b.price, k.code "
    "FROM (SELECT id, title, price, publisher_id FROM book ORDER BY id LIMIT ?) b "
    "LEFT JOIN publisher p ON p.id = b.publisher_id LEFT JOIN country k ON k.id = p.country_id ORDER BY b.id";
constexpr std::string_view rate_sql = "SELECT per_thousand FROM currency_rate WHERE currency = ?";
constexpr int rate_s = 300;

struct Title {
  std::string title, price, country;
  static constexpr auto columns = std::tuple(&Title::title, &Title::price, &Title::country);
};

struct Rate {
  std::int64_t per_thousand;
  static constexpr auto columns = std::tuple(&Rate::per_thousand);
};

std::string_view currency_of(std::string_view country) {
  if (country == "GB") return "GBP";
  if (country == "CH") return "CHF";
  if (country == "PL") return "PLN";
  return country == "SE" || country == "DK" || country == "NO" ? "SEK" : "EUR";
}

class Rates {
 public:
  explicit Rates(Services& services) : services_(services) {}

  std::int64_t cents_in(std::string_view currency, std::int64_t cents) {
    const auto known = rates_.find(currency);
    const std::int64_t rate =
        known != rates_.end() ? known->second : rates_.emplace(currency, load(currency)).first->second;
    return cents * rate / 1'000;
  }

 private:
  std::int64_t load(std::string_view currency) {
    const std::string key =
        "rate/" + std::string(name_of(services_.db.dataset())) + "/" + std::string(currency);
    if (const auto kept = services_.cache.get(key)) return std::stoll(*kept);
    const auto rate = services_.db.query_one<Rate>(rate_sql, currency);
    const std::int64_t value = rate ? rate->per_thousand : 1'000;
    services_.cache.set(key, std::to_string(value), rate_s);
    return value;
  }

  Services& services_;
  std::map<std::string, std::int64_t, std::less<>> rates_;
};

Response show(const Request& request, Services& services) {
  const auto titles = services.db.query<Title>(titles_sql, request.knobs.n());
  Rates rates(services);
  Rows rows({"title", "price", "currency", "abroad"});
  for (const Title& each : titles) {
    const std::string_view currency = currency_of(each.country);
    rows.add(each.title, each.price, currency, price_of(rates.cents_in(currency, cents_of(each.price))));
  }
  return services.page(Value::object({{"titles", std::move(rows)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage prices_abroad() {
  return {
      .summary = "titles with their price in the currency of the publisher's country",
      .why =
          "Innocent: a helper that each line calls gets the rate from the cache or the database, but it "
          "remembers each of the five currencies for the rest of the request.",
      .knobs = {items_knob("titles on the page", 2'560), dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
