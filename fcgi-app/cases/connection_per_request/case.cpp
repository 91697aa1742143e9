#include "core/errors.hpp"
#include "shop/services.hpp"

namespace caseload::cases {

namespace {

// [shared]
constexpr std::string_view shown_sku = "NB-0025-03";
constexpr std::string_view product_sql =
    "SELECT sku, name, price, stock FROM indexed_product WHERE sku = ? LIMIT 1";

struct Product {
  std::string sku, name, price;
  std::int64_t stock;
  static constexpr auto columns = std::tuple(&Product::sku, &Product::name, &Product::price, &Product::stock);
};

Response product_page(Services& services, Database& db) {
  const auto product = db.query_one<Product>(product_sql, shown_sku);
  if (!product) throw NotFound("there is no product " + std::string(shown_sku));
  return services.page(Value::object({{"sku", product->sku},
                                      {"name", product->name},
                                      {"price", product->price},
                                      {"stock", product->stock}}));
}
// [/shared]

// [slow]
Response slow(const Request&, Services& services) {
  // [!] A connection for this request alone: TCP, login, session settings. It is closed when the request
  // ends.
  Database& db = services.connector.opened();
  return product_page(services, db);
}
// [/slow]

// [fast]
Response fast(const Request&, Services& services) {
  // [!] The connection of this worker, which an earlier request opened. The query is prepared already, too.
  Database& db = services.connector.kept();
  return product_page(services, db);
}
// [/fast]

}  // namespace

Case connection_per_request() {
  return {
      .page = "a product page with a single query",
      .knobs = {dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "a connection opened and closed for each request",
               .run = slow,
               .labels = {{.name = "connection-per-request"}},
               .headline = Headline{.key = Key::connects, .second = Key::first_byte, .when = When::warm}},
              {.name = "fast",
               .pace = Pace::fast,
               .summary = "the worker's connection, which stays open",
               .run = fast},
          },
      .claims =
          {
              {"slow", Key::connects, 1},
              {"slow", Key::sql, 1},
              {"fast", Key::connects, at_most(Formula(1).remark("the first request of a worker"))},
              {"fast", Key::connects, 0, When::warm},
              {"fast", Key::sql, 1},
          },
      .demo = {{.title = "first visit"}, {.title = "second visit", .when = When::warm}},
  };
}

}  // namespace caseload::cases
