#include "lab/gallery_page.hpp"

#include <unordered_map>

#include "io/json/json.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Address {
  std::string recipient, street;
  std::int64_t country_id;
  static constexpr auto columns = std::tuple(&Address::recipient, &Address::street, &Address::country_id);
};

struct Country {
  std::int64_t id;
  std::string name;
  static constexpr auto columns = std::tuple(&Country::id, &Country::name);
};

struct Region {
  const char *table, *title;
};
constexpr Region regions[] = {
    {.table = "address_europe", .title = "Europe"},
    {.table = "address_america", .title = "America"},
    {.table = "address_elsewhere", .title = "Elsewhere"},
};

std::vector<Address> addresses_in(const Region& region, Database& db, std::int64_t customer_id,
                                  std::int64_t n) {
  return db.query<Address>(std::string("SELECT recipient, street, country_id FROM ") + region.table +
                               " WHERE customer_id = ? ORDER BY id LIMIT ?",
                           customer_id, n);
}

using CountryNames = std::unordered_map<std::int64_t, std::string>;

// Countries change once in a decade.
CountryNames country_names(Services& services) {
  const CachedText kept{.key = "address book countries " + std::string(name_of(services.db.dataset())),
                        .depends = {},
                        .lifetime_s = 3600};
  const auto text = services.texts.get(kept, [&] {
    Value list = Value::list();
    for (const Country& country : services.db.query<Country>("SELECT id, name FROM country ORDER BY id"))
      list.add(Value::object({{"id", country.id}, {"name", country.name}}));
    return io::to_json(list);
  });
  CountryNames names;
  const Value list = io::from_json(text.text).value();
  for (const Value& country : *list.items())
    names.emplace(country["id"].integer_or(0), country["name"].text_or(""));
  return names;
}

Response run(const Request& request, Services& services) {
  constexpr std::int64_t customer_id = 998;
  const CountryNames names = country_names(services);
  Value shown = Value::list();
  for (const Region& region : regions) {
    Value addresses = Value::list();
    for (const Address& each : addresses_in(region, services.db, customer_id, request.knobs.n()))
      addresses.add(Value::object(
          {{"recipient", each.recipient}, {"street", each.street}, {"country", names.at(each.country_id)}}));
    shown.add(Value::object({{"region", region.title}, {"addresses", std::move(addresses)}}));
  }
  return services.page(Value::object({{"regions", std::move(shown)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage address_book() {
  return {
      .summary = "a customer's addresses by region",
      .why =
          "There is a query in a loop, but it runs three times, once for each region's table, however "
          "long the list is. The names of the countries come from the cache in one piece.",
      .knobs = {items_knob("addresses in each region"), dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
