#include "lab/gallery_page.hpp"
#include "shop/services.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view countries_sql =
    "SELECT c.name, t.copies FROM (SELECT cu.country_id, SUM(i.quantity) AS copies "
    "FROM customer_order o JOIN order_item i ON i.order_id = o.id JOIN customer cu ON cu.id = o.customer_id "
    "WHERE o.placed_at >= '2025-12-01' AND o.placed_at < '2026-01-01' "
    "GROUP BY cu.country_id ORDER BY copies DESC, cu.country_id LIMIT 10) t "
    "JOIN country c ON c.id = t.country_id ORDER BY t.copies DESC, c.id";
constexpr std::string_view talked_about_sql =
    "SELECT b.title, talk.reviews FROM (SELECT book_id, COUNT(*) AS reviews FROM review "
    "WHERE created_at >= '2025-11-01' GROUP BY book_id ORDER BY reviews DESC, book_id LIMIT 10) AS talk "
    "JOIN book b ON b.id = talk.book_id ORDER BY talk.reviews DESC, b.id";
constexpr std::string_view open_orders_sql =
    "SELECT COUNT(*) FROM customer_order WHERE customer_id = ? AND status IN ('paid', 'shipped')";

struct Counted {
  std::string name;
  std::int64_t number;
  static constexpr auto columns = std::tuple(&Counted::name, &Counted::number);
};
struct Count {
  std::int64_t number;
  static constexpr auto columns = std::tuple(&Count::number);
};

Value counted(Database& db, std::string_view sql) {
  Value entries = Value::list();
  for (const Counted& each : db.query<Counted>(sql))
    entries.add(Value::object({{"name", each.name}, {"number", each.number}}));
  return Value::object({{"entries", std::move(entries)}});
}

Value greeting(const Request& request, Database& db) {
  const auto visitor = visitor_of(request, db);
  if (!visitor) return {};
  const auto open = db.query_one<Count>(open_orders_sql, visitor->id);
  return Value::object({{"name", visitor->name}, {"open_orders", open->number}});
}

Response show(const Request& request, Services& services) {
  Value model = Value::object({{"greeting", greeting(request, services.db)}});
  Fragments blocks(services.texts, services.trace, request.knobs);
  blocks.offer("countries", [&] { return counted(services.db, countries_sql); });
  blocks.offer("talked_about", [&] { return counted(services.db, talked_about_sql); });
  return services.page(std::move(model), blocks)
      .set("Cache-Control", "private")
      .set("Vary", "Accept, Cookie");
}

}  // namespace

GalleryPage front_in_blocks() {
  return {
      .summary = "the shop front: the visitor's open orders, where readers live, books being talked about",
      .why =
          "Innocent: both expensive blocks come from the cache and run their queries only on a miss. "
          "What is queried on every request is the visitor's own, by key.",
      .knobs = {dataset_knob()},
      .run = show};
}

}  // namespace caseload::gallery
