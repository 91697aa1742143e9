#include "shop/best_sellers.hpp"
#include "shop/services.hpp"
#include "shop/shop_writes.hpp"
#include "shop/visitors.hpp"

namespace caseload::cases {

namespace {

// [shared]
struct Review {
  std::string title, customer, body;
  std::int64_t rating, of_the_book;
  static constexpr auto columns =
      std::tuple(&Review::title, &Review::customer, &Review::body, &Review::rating, &Review::of_the_book);
};

struct Tag {
  std::string name;
  std::int64_t books;
  static constexpr auto columns = std::tuple(&Tag::name, &Tag::books);
};

constexpr std::string_view newest_reviews_and_count =
    "SELECT book.title, customer.name, review.body, review.rating, "
    "(SELECT COUNT(*) FROM review AS each_review WHERE each_review.book_id = book.id) "
    "FROM (SELECT id FROM review ORDER BY created_at DESC, id DESC LIMIT 10) AS newest "
    "JOIN review ON review.id = newest.id JOIN book ON book.id = review.book_id "
    "JOIN customer ON customer.id = review.customer_id ORDER BY review.created_at DESC, review.id DESC";
constexpr std::string_view most_used_tags =
    "SELECT tag.name, used.books FROM "
    "(SELECT tag_id, COUNT(*) AS books FROM book_tag GROUP BY tag_id ORDER BY books DESC, tag_id LIMIT 40) "
    "AS used JOIN tag ON tag.id = used.tag_id ORDER BY tag.name";

Value best_sellers(Database& db) {
  return Value::object({{"books", best_sellers_of_the_quarter(db, 10)}});
}

Value newest_reviews(Database& db) {
  Value reviews = Value::list();
  for (const Review& each : db.query<Review>(newest_reviews_and_count)) {
    reviews.add(Value::object({{"title", each.title},
                               {"customer", each.customer},
                               {"body", each.body},
                               {"rating", each.rating},
                               {"of_the_book", each.of_the_book}}));
  }
  return Value::object({{"reviews", std::move(reviews)}});
}

Value tag_cloud(Database& db) {
  Value tags = Value::list();
  for (const Tag& each : db.query<Tag>(most_used_tags))
    tags.add(Value::object({{"name", each.name}, {"books", each.books}}));
  return Value::object({{"tags", std::move(tags)}});
}

// Never cached: it is personal, and for a guest it runs no query.
Value greeting(const Request& request, Services& services) {
  const auto visitor = visitor_of(request, services.db);
  return Value::object({{"visitor", visitor ? Value(visitor->name) : Value()}});
}

Response page(Services& services, Value model, Fragments& fragments) {
  return services.page(std::move(model), fragments)
      .set("Cache-Control", "private, max-age=60")
      .set("Vary", "Accept, Cookie");
}
// [/shared]

// [slow]
Response slow(const Request& request, Services& services) {
  Value model = greeting(request, services);
  // [!] All three blocks are queried and rendered on every visit, although they rarely change.
  model.set("best_sellers", best_sellers(services.db));
  model.set("newest_reviews", newest_reviews(services.db));
  model.set("tag_cloud", tag_cloud(services.db));
  Fragments fragments(services.texts, services.trace, request.knobs);
  return page(services, std::move(model), fragments);
}
// [/slow]

// [fast]
Response fast(const Request& request, Services& services) {
  Value model = greeting(request, services);
  Fragments fragments(services.texts, services.trace, request.knobs);
  // [!] Each block is queried and rendered only if memcached has no copy of its HTML.
  fragments.offer("best_sellers", [&] { return best_sellers(services.db); });
  fragments.offer("newest_reviews", [&] { return newest_reviews(services.db); });
  fragments.offer("tag_cloud", [&] { return tag_cloud(services.db); });
  return page(services, std::move(model), fragments);
}
// [/fast]

}  // namespace

Case fragment_cache() {
  return {
      .page = "the shop front: a greeting, best sellers, newest reviews, a tag cloud",
      .knobs = {dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "every block of the page queried and rendered on every request",
               .run = slow,
               .labels = {{.name = "fragment-cache"}},
               .headline = Headline{.key = Key::sql, .when = When::warm}},
              {.name = "fast",
               .pace = Pace::fast,
               .summary = "rendered blocks kept in memcached until their data changes or they expire",
               .run = fast},
          },
      .claims =
          {
              {"slow", Key::sql, Formula(4).remark("the visitor's name, and one for each block"), When::warm},
              {"fast", Key::sql, Formula(1).remark("the visitor's name; 0 for a guest"), When::warm},
              {"fast", Key::cache_hit, Formula(5).remark("two versions and three blocks"), When::warm},
          },
      .demo = {{.title = "first visit"},
               {.title = "second visit", .when = When::warm},
               {.title = "after a sale", .write = &sale}},
  };
}

}  // namespace caseload::cases
