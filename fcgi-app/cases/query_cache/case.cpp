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
  return response.set("Cache-Control", "private, max-age=60");
}
// [/shared]

// [slow]
Response slow(const Request&, Services& services) {
  return page(services, best_sellers(services.db));
}
// [/slow]

// [fast]
Response fast(const Request& request, Services& services) {
  const Dataset dataset = request.knobs.dataset();
  const CachedText kept{.key = "best sellers " + std::string(name_of(dataset)),
                        .depends = {orders_of(dataset)},
                        .lifetime_s = 60};
  const auto answer = services.texts.get(kept, [&] { return io::to_json(best_sellers(services.db)); });
  return page(services, io::from_json(answer.text).value());
}
// [/fast]

}  // namespace

Case query_cache() {
  return {
      .title = "The same aggregate, again and again",
      .category = Category::database,
      .page = "best sellers of the quarter",
      .lesson =
          {
              .symptom = "One statement leads the database's list of total time. It is not slow enough to "
                         "stand out in one request, but every visitor of the front page runs it, and its "
                         "answer is the same all day.",
              .why = "The result depends on what was sold, not on who asks; still it is worked out from all "
                     "order lines of the quarter for every request. The cost is paid per visit, though the "
                     "data changes per order.",
              .recognise =
                  "Ask twice: the second request runs the same statement and gets the same rows (equal "
                  "result hash). The page itself says it may be kept for a minute, and nothing keeps it.",
              .fix = "Keep the result in the cache under a key that holds a version of what it depends on. A "
                     "written order replaces the version, so the old result is never found again; a lifetime "
                     "bounds what could slip through. One request rebuilds, the others wait for it: else a "
                     "hundred visitors who meet an expired key run the aggregate a hundred times.",
              .caution =
                  "A cache adds a second truth and a second thing that can be away. Don't keep what is cheap "
                  "to ask, what differs for every visitor, or what must be right to the second. First see "
                  "whether an index or a summary column makes the statement itself cheap.",
              .twins =
                  {
                      {.system = "Django",
                       .slow = "books = "
                               "Book.objects.filter(...).annotate(copies=Sum(\"orderitem__quantity\")).order_"
                               "by(\"-copies\")[:20]",
                       .fast = "books = cache.get_or_set(f\"best-sellers:{orders_version()}\", lambda: "
                               "list(best_sellers()), timeout=60)"},
                      {.system = "Rails",
                       .slow = "@books = Book.best_sellers(quarter).to_a",
                       .fast = "@books = Rails.cache.fetch([\"best-sellers\", Order.maximum(:updated_at)], "
                               "expires_in: 1.minute,\n"
                               "                           race_condition_ttl: 5.seconds) { "
                               "Book.best_sellers(quarter).to_a }"},
                      {.system = "Hibernate",
                       .slow = "em.createQuery(BEST_SELLERS, Row.class).setMaxResults(20).getResultList();",
                       .fast = "em.createQuery(BEST_SELLERS, Row.class).setMaxResults(20)\n"
                               "    .setHint(\"org.hibernate.cacheable\", true).getResultList();"},
                      {.system = "SQL",
                       .slow = "SELECT book_id, SUM(quantity) AS copies FROM order_item JOIN customer_order "
                               "ON ...\n"
                               "GROUP BY book_id ORDER BY copies DESC LIMIT 20;  -- for each visit",
                       .fast = "-- a summary table, kept up by the transaction that writes the order:\n"
                               "INSERT INTO sold (quarter, book_id, copies) VALUES (?, ?, ?)\n"
                               "ON DUPLICATE KEY UPDATE copies = copies + VALUES(copies);"},
                  },
          },
      .knobs = {dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "the aggregate runs for each request",
               .run = slow},
              {.name = "fast",
               .pace = Pace::fast,
               .summary = "kept in memcached, dropped when an order is written, rebuilt by one request",
               .run = fast},
          },
      .claims =
          {
              {.variant = "slow",
               .key = "sql",
               .formula = "1",
               .value = [](const ClaimContext&) { return std::int64_t{1}; },
               .warm = true},
              {.variant = "fast",
               .key = "sql",
               .formula = "0",
               .value = [](const ClaimContext&) { return std::int64_t{0}; },
               .warm = true},
          },
  };
}

}  // namespace caseload::cases
