#include "io/json/json.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"
#include "shop/shop_writes.hpp"

namespace caseload::gallery {

namespace {

// A lorry of the tree nursery serves several countries. The 4,000 newest orders are what has not left yet.
constexpr std::string_view loads_sql = R"(
  SELECT l.plate, l.driver, l.climate, COUNT(DISTINCT recent.id), SUM(i.quantity), COUNT(DISTINCT c.country_id)
    FROM (SELECT id, customer_id FROM customer_order ORDER BY id DESC LIMIT 4000) AS recent
    STRAIGHT_JOIN customer AS c ON c.id = recent.customer_id
    STRAIGHT_JOIN nursery_route AS r ON r.country_id = c.country_id
    STRAIGHT_JOIN nursery_lorry AS l ON l.id = r.lorry_id
    STRAIGHT_JOIN order_item AS i ON i.order_id = recent.id
   GROUP BY l.id, l.plate, l.driver, l.climate
   ORDER BY 5 DESC, l.id)";
constexpr std::string_view gate_sql = "SELECT gate, opens, closes FROM nursery_gate ORDER BY gate";
constexpr int loads_kept_s = 300, building_s = 10;

struct Load {
  std::string plate, driver, climate;
  std::int64_t orders, plants, countries;
  static constexpr auto columns =
      std::tuple(&Load::plate, &Load::driver, &Load::climate, &Load::orders, &Load::plants, &Load::countries);
};

struct Gate {
  std::int64_t number;
  std::string opens, closes;
  static constexpr auto columns = std::tuple(&Gate::number, &Gate::opens, &Gate::closes);
};

std::string loads_of(Database& db) {
  Value list = Value::list();
  for (const Load& each : db.query<Load>(loads_sql))
    list.add(Value::object({{"plate", each.plate},
                            {"driver", each.driver},
                            {"climate", each.climate},
                            {"orders", each.orders},
                            {"plants", each.plants},
                            {"countries", each.countries},
                            {"needs_trailer", each.plants > 2'000}}));
  return io::to_json(list);
}

std::string cached_loads(Services& services) {
  const Dataset dataset = services.db.dataset();
  const CachedText entry{.key = "nursery loads " + std::string(name_of(dataset)),
                         .depends = {orders_of(dataset)},
                         .lifetime_s = loads_kept_s};
  if (auto kept = services.texts.find(entry)) return *kept;
  // Only one of those who come now stores the loads.
  const std::string lock = "storing " + entry.key;
  const bool is_mine = services.cache.add(lock, "1", building_s);
  std::string loads = loads_of(services.db);
  if (is_mine) {
    services.texts.store(entry, loads);
    services.cache.remove(lock);
  }
  return loads;
}

Response show(const Request&, Services& services) {
  const std::string loads = cached_loads(services);
  const auto gates = services.db.query<Gate>(gate_sql);
  Rows rows({"number", "opens", "closes"});
  for (const Gate& each : gates) rows.add(each.number, each.opens, each.closes);
  return services.page(Value::object({{"lorries", io::from_json(loads).value()}, {"gates", std::move(rows)}}))
      .set("Cache-Control", "private, max-age=30");
}

}  // namespace

GalleryPage nursery_lorries() {
  return {
      .summary = "the yard of a tree nursery: what each lorry has to load, and which gates are open",
      .why =
          "There is a lock, but it only decides who stores the loads. When an order has dropped them, every "
          "driver's screen that refreshes meanwhile adds them up from thousands of orders, too. Those who "
          "did not get the lock should wait for the entry, or show the previous one.",
      .knobs = {dataset_knob()},
      .run = show,
      .labels = {{.name = "cache-stampede"}},
  };
}

}  // namespace caseload::gallery
