#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/partner_calls.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view house_sql =
    "SELECT h.owner, h.square_metres, h.built, k.code FROM heat_house AS h "
    "JOIN country AS k ON k.id = h.country_id WHERE h.id = ?";
// A package has a pump, a tank and a controller.
constexpr std::string_view package_sql =
    "SELECT part, sku, name FROM heat_package_part WHERE up_to_square_metres = "
    "(SELECT MIN(up_to_square_metres) FROM heat_package_part WHERE up_to_square_metres >= ?) ORDER BY "
    "position";
constexpr std::string_view grants_sql =
    "SELECT title, percent FROM heat_grant WHERE built_before > ? ORDER BY percent DESC";

struct House {
  std::string owner;
  std::int64_t square_metres, built;
  std::string country;
  static constexpr auto columns =
      std::tuple(&House::owner, &House::square_metres, &House::built, &House::country);
};

struct Part {
  std::string role, sku, name;
  static constexpr auto columns = std::tuple(&Part::role, &Part::sku, &Part::name);
};

struct Grant {
  std::string title;
  std::int64_t percent;
  static constexpr auto columns = std::tuple(&Grant::title, &Grant::percent);
};

// The manufacturer quotes one part per call.
std::optional<std::int64_t> price_in_cents(const Part& part, Services& services) {
  const auto quoted =
      partners::document_in(services.partners.send(partners::price_of(services.db.dataset(), part.sku)));
  if (!quoted) return std::nullopt;
  return cents_of((*quoted)["price"].text_or("0.00"));
}

std::int64_t days_until_delivery(const Part& part, const House& house, Services& services) {
  const auto delivery = partners::document_in(
      services.partners.send(partners::delivery_of(services.db.dataset(), part.sku, house.country)));
  return delivery ? (*delivery)["days"].integer_or(0) : 0;
}

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("house");
  const auto house = services.db.query_one<House>(house_sql, id);
  if (!house) throw NotFound("there is no house " + std::to_string(id));
  const auto parts = services.db.query<Part>(package_sql, house->square_metres);
  const auto grants = services.db.query<Grant>(grants_sql, house->built);

  Rows lines({"part", "name", "price"});
  std::int64_t cents = 0;
  for (const Part& part : parts) {
    const auto price = price_in_cents(part, services);
    lines.add(part.role, part.name, price ? price_of(*price) : std::string("on request"));
    cents += price.value_or(0);
  }
  // The pump is what takes longest to come.
  const std::int64_t days = parts.empty() ? 0 : days_until_delivery(parts.front(), *house, services);
  Rows shares({"title", "percent", "amount"});
  for (const Grant& grant : grants)
    shares.add(grant.title, grant.percent, price_of(cents * grant.percent / 100));
  return services
      .page(Value::object({{"owner", house->owner},
                           {"square_metres", house->square_metres},
                           {"lines", std::move(lines)},
                           {"total", price_of(cents)},
                           {"days", days},
                           {"grants", std::move(shares)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage heat_pump_offer() {
  return {
      .summary = "a utility's offer of a heat pump for a house: the parts with prices, delivery, grants",
      .why =
          "Three prices and the delivery are asked from the manufacturer one after the other. A call takes "
          "one part and none needs the result of another, so all four could be sent together.",
      .knobs =
          {{.name = "house", .help = "number of the house", .initial = 61, .minimum = 1, .maximum = 2'000},
           dataset_knob()},
      .run = show,
      .labels = {{.name = "sequential-calls"}},
  };
}

}  // namespace caseload::gallery
