#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view newest_sql =
    "SELECT SQL_CALC_FOUND_ROWS id, make, model, built, kilometres, price, town FROM car_offer "
    "WHERE is_sold = 0 ORDER BY offered_at DESC, id DESC LIMIT ?";
constexpr std::string_view found_rows_sql = "SELECT FOUND_ROWS()";
constexpr std::string_view makes_sql = "SELECT name FROM car_make ORDER BY name";

struct Offer {
  std::int64_t id;
  std::string make, model;
  std::int64_t built, kilometres, price;
  std::string town;
  static constexpr auto columns = std::tuple(&Offer::id, &Offer::make, &Offer::model, &Offer::built,
                                             &Offer::kilometres, &Offer::price, &Offer::town);
};

struct Number {
  std::int64_t value;
  static constexpr auto columns = std::tuple(&Number::value);
};

struct Make {
  std::string name;
  static constexpr auto columns = std::tuple(&Make::name);
};

// A list with the number of rows that it would have without its LIMIT.
struct Listing {
  std::vector<Offer> offers;
  std::int64_t total;
};

Listing newest(Database& db, std::int64_t n) {
  Listing listing{.offers = db.query<Offer>(newest_sql, n), .total = 0};
  listing.total = db.query_one<Number>(found_rows_sql)->value;
  return listing;
}

Response show(const Request& request, Services& services) {
  const Listing listing = newest(services.db, request.knobs.n());
  Rows cars({"id", "name", "built", "kilometres", "price", "town"});
  for (const Offer& each : listing.offers)
    cars.add(each.id, each.make + " " + each.model, each.built, grouped(each.kilometres), grouped(each.price),
             each.town);
  const auto makes = services.db.query<Make>(makes_sql);
  Rows links({"name"});
  for (const Make& each : makes) links.add(each.name);
  return services
      .page(Value::object({{"shown", listing.offers.size()},
                           {"total", grouped(listing.total)},
                           {"cars", std::move(cars)},
                           {"makes", std::move(links)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage used_cars() {
  return {
      .summary = "a market for used cars: the newest offers, with the number of all that are open",
      .why =
          "An index has the open offers in the page's order, but SQL_CALC_FOUND_ROWS makes the server go on "
          "to "
          "the last of them, to count them, so it reads the whole table and sorts it instead. \"More than "
          "1,000 "
          "offers\" would serve visitors as well, and would not grow with the market.",
      .knobs = {items_knob("offers on the page", 640), dataset_knob()},
      .run = show,
      .labels = {{.name = "exact-count"}},
  };
}

}  // namespace caseload::gallery
