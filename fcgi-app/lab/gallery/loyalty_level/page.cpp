#include "lab/gallery_page.hpp"
#include "shop/services.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

struct Threshold {
  std::int64_t tenth, copies;
  static constexpr auto columns = std::tuple(&Threshold::tenth, &Threshold::copies);
};

struct Purchases {
  std::int64_t orders, copies;
  static constexpr auto columns = std::tuple(&Purchases::orders, &Purchases::copies);
};

// The levels belong to tenths of the customers: whoever is among the tenth that bought most is a patron.
constexpr std::string_view level_names[] = {"patron", "collector", "bookworm", "regular", "reader"};

constexpr std::string_view thresholds_sql =
    "SELECT ranked.tenth, MIN(ranked.copies) FROM ("
    "SELECT NTILE(10) OVER (ORDER BY bought.copies DESC, bought.customer_id) AS tenth, bought.copies FROM ("
    "SELECT o.customer_id, SUM(i.quantity) AS copies "
    "FROM customer_order AS o JOIN order_item AS i ON i.order_id = o.id "
    "WHERE o.placed_at >= '2025-01-01' AND o.placed_at < '2026-01-01' AND o.status <> 'cancelled' "
    "GROUP BY o.customer_id) AS bought) AS ranked WHERE ranked.tenth <= 5 "
    "GROUP BY ranked.tenth ORDER BY ranked.tenth";
constexpr std::string_view purchases_sql =
    "SELECT COUNT(DISTINCT o.id), COALESCE(SUM(i.quantity), 0) "
    "FROM customer_order AS o JOIN order_item AS i ON i.order_id = o.id "
    "WHERE o.customer_id = ? AND o.placed_at >= '2025-01-01' AND o.placed_at < '2026-01-01' "
    "AND o.status <> 'cancelled'";

Value standing_of(const Visitor& visitor, const std::vector<Threshold>& thresholds, Database& db) {
  const Purchases own = db.query_one<Purchases>(purchases_sql, visitor.id).value();
  Value level, missing;
  for (const Threshold& each : thresholds) {
    if (own.copies >= each.copies) {
      level = level_names[each.tenth - 1];
      break;
    }
    missing = each.copies - own.copies;  // to the level above
  }
  return Value::object({{"name", visitor.name},
                        {"orders", own.orders},
                        {"copies", own.copies},
                        {"level", std::move(level)},
                        {"missing", std::move(missing)}});
}

Response run(const Request& request, Services& services) {
  const auto thresholds = services.db.query<Threshold>(thresholds_sql);
  const auto visitor = visitor_of(request, services.db);
  Value levels = Value::list();
  for (const Threshold& each : thresholds)
    levels.add(Value::object({{"name", level_names[each.tenth - 1]}, {"copies", each.copies}}));
  Value model = Value::object({{"levels", std::move(levels)}});
  if (visitor) model.set("standing", standing_of(*visitor, thresholds, services.db));
  return services.page(std::move(model)).set("Cache-Control", "private").set("Vary", "Accept, Cookie");
}

}  // namespace

GalleryPage loyalty_level() {
  return {
      .summary = "the customer's loyalty level and what is missing to the next one",
      .why =
          "The page is personal, but the thresholds of the levels are the same for everybody. Every visit "
          "computes them again from all orders of the year.",
      .knobs = {dataset_knob()},
      .run = run,
      .labels = {{.name = "query-cache"}},
  };
}

}  // namespace caseload::gallery
