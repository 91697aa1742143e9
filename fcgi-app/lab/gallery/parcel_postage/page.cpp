#include "lab/gallery_page.hpp"

#include <algorithm>
#include <array>

#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view parcels_sql = R"(
  SELECT o.id, c.name, k.code, o.copies
  FROM (SELECT r.id, r.customer_id, SUM(i.quantity) AS copies
        FROM (SELECT id, customer_id FROM customer_order ORDER BY id DESC LIMIT ?) AS r
        STRAIGHT_JOIN order_item AS i ON i.order_id = r.id
        GROUP BY r.id, r.customer_id) AS o
  STRAIGHT_JOIN customer AS c ON c.id = o.customer_id
  STRAIGHT_JOIN country AS k ON k.id = c.country_id
  ORDER BY o.id DESC)";
constexpr std::string_view rates_sql =
    "SELECT zone, up_to_grams, price FROM shipping_rate ORDER BY zone, up_to_grams";

struct Parcel {
  std::int64_t order_id;
  std::string recipient, country;
  std::int64_t copies;
  static constexpr auto columns =
      std::tuple(&Parcel::order_id, &Parcel::recipient, &Parcel::country, &Parcel::copies);
};

struct Rate {
  std::string zone;
  std::int64_t up_to_grams;
  std::string price;
  static constexpr auto columns = std::tuple(&Rate::zone, &Rate::up_to_grams, &Rate::price);
};

constexpr std::int64_t grams_per_copy = 380, grams_of_box = 120;

constexpr std::array<std::string_view, 9> neighbours{"AT", "BE", "CH", "CZ", "DK", "FR", "LU", "NL", "PL"};
constexpr std::array<std::string_view, 4> islands{"CW", "IS", "MT", "RE"};
constexpr std::array<std::string_view, 14> continent{"AL", "BA", "BG", "EE", "ES", "FI", "GB",
                                                     "GR", "HU", "IE", "IT", "NO", "PT", "SE"};

template <std::size_t size>
bool has(const std::array<std::string_view, size>& zone, std::string_view country) {
  return std::find(zone.begin(), zone.end(), country) != zone.end();
}

std::string_view zone_of(std::string_view country) {
  if (country == "DE") return "domestic";
  if (has(neighbours, country)) return "neighbours";
  if (has(islands, country)) return "islands";
  return has(continent, country) ? "continent" : "overseas";
}

Response show(const Request& request, Services& services) {
  const auto parcels = services.db.query<Parcel>(parcels_sql, request.knobs.n());
  const auto rates = services.db.query<Rate>(rates_sql);
  Rows rows({"order", "recipient", "country", "grams", "zone", "postage"});
  for (const Parcel& parcel : parcels) {
    const std::string_view zone = zone_of(parcel.country);
    const std::int64_t grams = grams_of_box + grams_per_copy * parcel.copies;
    const auto rate = std::find_if(rates.begin(), rates.end(), [&](const Rate& each) {
      return each.zone == zone && each.up_to_grams >= grams;
    });
    const std::string_view postage = rate == rates.end() ? std::string_view("by carrier") : rate->price;
    rows.add(parcel.order_id, parcel.recipient, parcel.country, grams, zone, postage);
  }
  return services.page(Value::object({{"parcels", std::move(rows)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage parcel_postage() {
  return {
      .summary = "the parcels of the newest orders with weight, zone and postage",
      .why =
          "The whole table of rates is read, and searched for each parcel, but it has twenty rows at every "
          "size of the shop. The copies are added up by the database.",
      .knobs = {items_knob("parcels on the page", 2'560), dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
