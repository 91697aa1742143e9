#include "io/json/json.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/shop_writes.hpp"

namespace caseload::gallery {

namespace {

// For each copy sold in the last quarter of the year, the shop gives 40 cents to the lifeboats.
constexpr std::int64_t cents_for_each_copy = 40, goal_cents = 250'000;
constexpr int sum_kept_s = 60, countries_kept_s = 600;

constexpr std::string_view sum_sql = R"(
  SELECT COUNT(DISTINCT placed.id), CAST(COALESCE(SUM(line.quantity), 0) AS SIGNED)
    FROM customer_order AS placed
    JOIN order_item AS line ON line.order_id = placed.id
   WHERE placed.placed_at >= '2025-10-01' AND placed.placed_at < '2026-01-01')";
constexpr std::string_view countries_sql = R"(
  SELECT country.name, CAST(SUM(line.quantity) AS SIGNED) AS copies
    FROM customer_order AS placed
    JOIN order_item AS line ON line.order_id = placed.id
    JOIN customer ON customer.id = placed.customer_id
    JOIN country ON country.id = customer.country_id
   WHERE placed.placed_at >= '2025-10-01' AND placed.placed_at < '2026-01-01'
   GROUP BY country.id, country.name
   ORDER BY copies DESC, country.id
   LIMIT 5)";

struct Sum {
  std::int64_t givers = 0, copies = 0;
  static constexpr auto columns = std::tuple(&Sum::givers, &Sum::copies);
};

struct Country {
  std::string name;
  std::int64_t copies;
  static constexpr auto columns = std::tuple(&Country::name, &Country::copies);
};

CachedText entry_for(std::string_view part, int lifetime_s, Dataset dataset) {
  return {.key = "lifeboats/" + std::string(part) + "/" + std::string(name_of(dataset)),
          .depends = {orders_of(dataset)},
          .lifetime_s = lifetime_s};
}

// What the cache has, or else what `build` makes of the database.
Value remember(Services& services, const CachedText& entry, Value (*build)(Database&)) {
  if (const auto kept = services.texts.find(entry)) return io::from_json(*kept).value_or(Value());
  Value built = build(services.db);
  services.texts.store(entry, io::to_json(built));
  return built;
}

Value sum_given(Database& db) {
  const auto sum = db.query_one<Sum>(sum_sql).value_or(Sum{});
  const std::int64_t cents = sum.copies * cents_for_each_copy;
  return Value::object(
      {{"givers", sum.givers}, {"given", price_of(cents)}, {"per_mille", cents * 1'000 / goal_cents}});
}

Value most_generous_countries(Database& db) {
  Value list = Value::list();
  for (const Country& each : db.query<Country>(countries_sql))
    list.add(Value::object({{"country", each.name}, {"given", price_of(each.copies * cents_for_each_copy)}}));
  return list;
}

Response run(const Request& request, Services& services) {
  const Dataset dataset = request.knobs.dataset();
  const CachedText sum = entry_for("sum", sum_kept_s, dataset);
  const CachedText countries = entry_for("countries", countries_kept_s, dataset);
  services.texts.fetch({sum, countries});
  const Value model = Value::object({{"goal", price_of(goal_cents)},
                                     {"so_far", remember(services, sum, sum_given)},
                                     {"countries", remember(services, countries, most_generous_countries)}});
  return data_page(services, [&](std::string& body) { body += io::to_json(model); })
      .set("Cache-Control", "no-store")
      .set("Access-Control-Allow-Origin", "*");
}

}  // namespace

GalleryPage appeal_thermometer() {
  return {
      .summary = "the thermometer of a Christmas appeal, as JSON for the sites that show it",
      .why =
          "Both aggregates of the quarter are cached, and an order drops them. The helper has no lock: every "
          "request that finds nothing in the cache runs the queries itself, until one of them has stored "
          "the result. One of them would be enough while the others wait for it.",
      .knobs = {dataset_knob()},
      .run = run,
      .labels = {{.name = "cache-stampede"}},
  };
}

}  // namespace caseload::gallery
