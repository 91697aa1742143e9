#include "io/json/json.hpp"
#include "shop/best_sellers.hpp"
#include "shop/services.hpp"
#include "shop/shop_writes.hpp"

namespace caseload::cases {

namespace {

// [shared]
constexpr std::int64_t shown = 20;
constexpr std::string_view rebuilt_by_every_request = "every", rebuilt_by_one = "one";

std::string best_sellers(Database& db) {
  return io::to_json(best_sellers_of_the_quarter(db, shown));
}

// Fresh for a minute, and kept for a second one, so that it can be sent while one request rebuilds it.
CachedText entry_of(const Request& request, std::string_view who) {
  const Dataset dataset = request.knobs.dataset();
  return {.key = "best sellers " + std::string(name_of(dataset)) + " of " + std::string(who),
          .depends = {orders_of(dataset)},
          .lifetime_s = 60,
          .stale_s = 60};
}

Response page(Services& services, const std::string& books) {
  Response response = services.page(Value::object({{"books", io::from_json(books).value()}}));
  response.set("Cache-Control", "private, max-age=60");
  return response;
}
// [/shared]

// [slow]
Response slow(const Request& request, Services& services) {
  const CachedText entry = entry_of(request, rebuilt_by_every_request);
  std::optional<std::string> books = services.texts.find(entry);
  if (!books) {
    // [!] Every request that finds the entry expired runs the query. Under load they all do, at the same
    // time.
    books = best_sellers(services.db);
    services.texts.store(entry, *books);
  }
  return page(services, *books);
}
// [/slow]

// [fast]
Response fast(const Request& request, Services& services) {
  const CachedText entry = entry_of(request, rebuilt_by_one);
  // [!] One request takes a lock and runs the query. Meanwhile the others get the previous value.
  const auto books = services.texts.get(entry, [&] { return best_sellers(services.db); });
  return page(services, books.text);
}
// [/fast]

void expire_entries(const Request& request, Services& services) {
  for (const std::string_view who : {rebuilt_by_every_request, rebuilt_by_one})
    services.texts.expire(entry_of(request, who));
}

}  // namespace

Case cache_stampede() {
  return {
      .page = "best sellers of the quarter, cached for a minute",
      .knobs = {dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "every request that finds the entry expired rebuilds it",
               .run = slow,
               .labels = {{.name = "cache-stampede"}},
               .headline = Headline{.key = Key::rebuilds, .when = When::at_once}},
              {.name = "fast",
               .pace = Pace::fast,
               .summary = "one request rebuilds it under a lock, the others send the previous value",
               .run = fast},
          },
      .claims =
          {
              {"slow", Key::sql, 0, When::warm},
              {"fast", Key::sql, 0, When::warm},
              {"slow", Key::rebuilds, at_most(requests_at_once().remark("each that finds the entry expired")),
               When::at_once},
              {"fast", Key::rebuilds, 1, When::at_once},
              {"fast", Key::sql, 1, When::at_once},
          },
      .demo = {{.title = "the entry is filled", .knobs = {{"dataset", "x4"}}},
               {.title = "the entry expires",
                .knobs = {{"dataset", "x4"}},
                .at_once = 8,
                .prepare = expire_entries}},
  };
}

}  // namespace caseload::cases
