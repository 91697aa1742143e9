#include "lab/gallery_page.hpp"

#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Tile {
  std::string_view title, sql;
};

// Each finds its value at the end of an index, in a short range of one, or in a table of a few rows.
constexpr Tile tiles[] = {
    {"Last order", "SELECT MAX(id) FROM customer_order"},
    {"Orders on the last day", "SELECT COUNT(*) FROM customer_order WHERE placed_at >= '2025-12-31'"},
    {"Last review", "SELECT MAX(created_at) FROM review"},
    {"Reviews on the last day", "SELECT COUNT(*) FROM review WHERE created_at >= '2025-12-31'"},
    {"Newest customer", "SELECT name FROM customer ORDER BY id DESC LIMIT 1"},
    {"Newest author", "SELECT name FROM author ORDER BY id DESC LIMIT 1"},
    {"Newest title", "SELECT title FROM book ORDER BY year DESC, id DESC LIMIT 1"},
    {"Oldest title", "SELECT title FROM book ORDER BY year, id LIMIT 1"},
    {"Newest document", "SELECT title FROM document ORDER BY year DESC, id DESC LIMIT 1"},
    {"Dearest parcel", "SELECT MAX(price) FROM shipping_rate"},
    {"Shipping zones", "SELECT COUNT(DISTINCT zone) FROM shipping_rate"},
    {"Features on trial", "SELECT COUNT(*) FROM feature_flag WHERE share BETWEEN 1 AND 99"},
    {"Countries", "SELECT COUNT(*) FROM country"},
    {"Publishers", "SELECT COUNT(*) FROM publisher"},
    {"First article", "SELECT MIN(sku) FROM indexed_product"},
};

struct Reading {
  std::optional<std::string> value;
  static constexpr auto columns = std::tuple(&Reading::value);
};

struct Entry {
  std::int64_t id;
  std::string text;
  static constexpr auto columns = std::tuple(&Entry::id, &Entry::text);
};

constexpr std::string_view orders_sql = "SELECT id, status FROM customer_order ORDER BY id DESC LIMIT ?";
constexpr std::string_view reviews_sql = "SELECT id, body FROM review ORDER BY id DESC LIMIT ?";

Rows readings(Database& db) {
  Rows rows({"title", "value"});
  for (const Tile& tile : tiles) {
    auto reading = db.query_one<Reading>(tile.sql);
    rows.add(tile.title, reading ? std::move(reading->value).value_or("none") : std::string("none"));
  }
  return rows;
}

Rows listed(const std::vector<Entry>& entries) {
  Rows rows({"id", "text"});
  for (const Entry& entry : entries) rows.add(entry.id, entry.text);
  return rows;
}

// The screen on the office's wall reloads itself every half minute.
Response run(const Request& request, Services& services) {
  const auto orders = services.db.query<Entry>(orders_sql, request.knobs.n());
  const auto reviews = services.db.query<Entry>(reviews_sql, request.knobs.n());
  return services
      .page(Value::object(
          {{"tiles", readings(services.db)}, {"orders", listed(orders)}, {"reviews", listed(reviews)}}))
      .set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage office_wall() {
  return {
      .summary = "the screen on the office's wall: fifteen tiles and the newest orders and reviews",
      .why =
          "A loop sends a query for each tile, but there are fifteen tiles at every size, their queries "
          "differ, and each reads a few rows. No join would combine them.",
      .knobs = {items_knob("entries in each list", 640), dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
