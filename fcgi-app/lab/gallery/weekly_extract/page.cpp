#include "io/json/json.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view weeks_sql =
    "SELECT YEARWEEK(placed_at, 3) AS week, COUNT(*) FROM customer_order "
    "WHERE placed_at >= '2025-10-01' AND placed_at < '2026-01-01' GROUP BY week ORDER BY week";
constexpr std::string_view newest_sql =
    "SELECT o.id, c.name, o.status FROM (SELECT id, customer_id, status FROM customer_order "
    "ORDER BY id DESC LIMIT ?) AS o JOIN customer AS c ON c.id = o.customer_id ORDER BY o.id DESC";

struct Week {
  std::int64_t week, orders;
  static constexpr auto columns = std::tuple(&Week::week, &Week::orders);
};

struct Order {
  std::int64_t id;
  std::string customer, status;
  static constexpr auto columns = std::tuple(&Order::id, &Order::customer, &Order::status);
};

// The archive is queried four times an hour. A connection for that alone is not worth keeping.
std::string extract(Connector& connector) {
  Value weeks = Value::list();
  for (const Week& each : connector.opened().query<Week>(weeks_sql))
    weeks.add(Value::object({{"week", each.week}, {"orders", each.orders}}));
  return io::to_json(weeks);
}

Response show(const Request& request, Services& services) {
  const CachedText kept{.key = "weekly extract " + std::string(name_of(request.knobs.dataset())),
                        .depends = {},
                        .lifetime_s = 900,
                        .stale_s = 120};
  const auto weeks = services.texts.get(kept, [&] { return extract(services.connector); });
  const auto orders = services.db.query<Order>(newest_sql, request.knobs.n());
  Rows rows({"id", "customer", "status"});
  for (const Order& each : orders) rows.add(each.id, each.customer, each.status);
  return services
      .page(Value::object({{"weeks", io::from_json(weeks.text).value()}, {"orders", std::move(rows)}}))
      .set("Cache-Control", "private");
}

}  // namespace

GalleryPage weekly_extract() {
  return {
      .summary = "a manager's page: the orders of each week from the archive, and the newest ones",
      .why =
          "Innocent: a connection to the archive is opened and closed, but only by the request that fills "
          "the cache, every fifteen minutes. The newest orders come over the worker's connection.",
      .knobs = {items_knob("orders on the page", 640), dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
