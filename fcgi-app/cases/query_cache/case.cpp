#include "io/json/json.hpp"
#include "shop/best_sellers.hpp"
#include "shop/services.hpp"
#include "shop/shop_writes.hpp"

namespace caseload::cases {

namespace {

// [shared]
constexpr std::int64_t shown = 20;

Value best_sellers(Database& db) {
  return best_sellers_of_the_quarter(db, shown);
}

Response page(Services& services, Value books) {
  Response response = services.page(Value::object({{"books", std::move(books)}}));
  response.set("Cache-Control", "private, max-age=60");
  return response;
}
// [/shared]

// [slow]
Response slow(const Request&, Services& services) {
  // [!] The same aggregate over a quarter of orders runs on every visit.
  return page(services, best_sellers(services.db));
}
// [/slow]

// [fast]
Response fast(const Request& request, Services& services) {
  const Dataset dataset = request.knobs.dataset();
  const CachedText kept{.key = "best sellers " + std::string(name_of(dataset)),
                        .depends = {orders_of(dataset)},
                        .lifetime_s = 60};
  // [!] Runs only if memcached has no result. An order that is written drops it.
  const auto result = services.texts.get(kept, [&] { return io::to_json(best_sellers(services.db)); });
  return page(services, io::from_json(result.text).value());
}
// [/fast]

}  // namespace

Case query_cache() {
  return {
      .page = "best sellers of the quarter",
      .knobs = {dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "sales are added up over all orders of the quarter on every request",
               .run = slow,
               .labels = {{.name = "query-cache"}},
               .headline = Headline{.key = Key::rows_examined, .second = Key::sql, .when = When::warm}},
              {.name = "fast",
               .pace = Pace::fast,
               .summary = "the result is kept in memcached until an order is written",
               .run = fast},
          },
      .claims =
          {
              {"slow", Key::sql, 1, When::warm},
              {"fast", Key::sql, 0, When::warm},
          },
      .demo = {{.title = "first visit"},
               {.title = "second visit", .when = When::warm},
               {.title = "after a sale", .write = &sale}},
  };
}

}  // namespace caseload::cases
