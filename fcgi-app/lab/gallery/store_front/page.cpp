#include "lab/gallery_page.hpp"

#include "shop/best_sellers.hpp"
#include "shop/services.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

struct OpenOrder {
  std::int64_t id;
  std::string status;
  static constexpr auto columns = std::tuple(&OpenOrder::id, &OpenOrder::status);
};

struct Genre {
  std::string name;
  std::int64_t books;
  static constexpr auto columns = std::tuple(&Genre::name, &Genre::books);
};

constexpr std::string_view open_orders_sql =
    "SELECT id, status FROM customer_order WHERE customer_id = ? AND status IN ('paid', 'shipped') "
    "ORDER BY id DESC LIMIT 3";
constexpr std::string_view genres_sql =
    "SELECT t.name, COUNT(*) AS books FROM tag t JOIN book_tag bt ON bt.tag_id = t.id "
    "GROUP BY t.id, t.name ORDER BY books DESC, t.id LIMIT 24";

Value account_of(const Request& request, Database& db) {
  const auto visitor = visitor_of(request, db);
  if (!visitor) return {};
  Value orders = Value::list();
  for (const OpenOrder& order : db.query<OpenOrder>(open_orders_sql, visitor->id))
    orders.add(Value::object({{"id", order.id}, {"status", order.status}}));
  return Value::object({{"name", visitor->name}, {"orders", std::move(orders)}});
}

Value chart(Database& db) {
  return Value::object({{"books", best_sellers_of_the_quarter(db, 12)}});
}

Value genres(Database& db) {
  Value list = Value::list();
  for (const Genre& genre : db.query<Genre>(genres_sql))
    list.add(Value::object({{"name", genre.name}, {"books", genre.books}}));
  return Value::object({{"list", std::move(list)}});
}

Response run(const Request& request, Services& services) {
  Value model = Value::object({{"account", account_of(request, services.db)}});
  Fragments fragments(services.texts, services.trace, request.knobs);
  fragments.offer("chart", [&] { return chart(services.db); });
  fragments.offer("genres", [&] { return genres(services.db); });
  return services.page(std::move(model), fragments)
      .set("Cache-Control", "private")
      .set("Vary", "Accept, Cookie");
}

}  // namespace

GalleryPage store_front() {
  return {
      .summary = "the shop's front: the customer's open orders, the chart, the genres",
      .why =
          "The chart and the genres are expensive, but they are cached blocks, dropped or expired in "
          "time. What is queried on every visit is the visitor's own and read through indexes.",
      .knobs = {dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
