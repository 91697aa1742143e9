#include "shop/best_sellers.hpp"
#include "shop/services.hpp"
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

constexpr std::string_view newest_reviews_and_how_many =
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
  for (const Review& each : db.query<Review>(newest_reviews_and_how_many)) {
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

// Never cached: it is the visitor's own, and a guest's costs nothing.
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
  fragments.offer("best_sellers", [&] { return best_sellers(services.db); });
  fragments.offer("newest_reviews", [&] { return newest_reviews(services.db); });
  fragments.offer("tag_cloud", [&] { return tag_cloud(services.db); });
  return page(services, std::move(model), fragments);
}
// [/fast]

}  // namespace

Case fragment_cache() {
  return {
      .title = "Blocks made again for each visitor",
      .category = Category::templates_and_views,
      .page = "the shop front: a greeting, best sellers, newest reviews, a tag cloud",
      .lesson =
          {
              .symptom =
                  "The front page is the slowest page of the shop and the one most asked for. It can't be "
                  "cached as a whole, since it greets the visitor by name, and so nothing of it is.",
              .why = "One personal line makes the whole answer personal. But best sellers, reviews and tags "
                     "are the same for everyone and change when someone buys, reviews or tags, not when "
                     "someone looks; still each visit queries and renders them anew.",
              .recognise =
                  "Ask twice, and once more as another visitor: the bodies differ, but the *blocks* are the "
                  "same bytes each time (equal block hash), made by the same statements. The page itself "
                  "says that it may be kept for a minute by the visitor's own browser.",
              .fix = "Cache the blocks in place of the page: the rendered HTML of each, under a key made of "
                     "what the block depends on. Its data is queried only when it is not there. A write "
                     "changes the version in the key, so that all blocks that show what was written are "
                     "gone at once; one request rebuilds while the others wait. The greeting stays out.",
              .caution =
                  "Anything personal inside a cached block is shown to everyone: a price for members, an "
                  "\"edit\" link, a form token. Such a block is keyed by visitor or not cached. A key that "
                  "lacks something the block depends on shows stale or foreign content, and no test with "
                  "one user finds it. Blocks that are cheap to make are not worth a round trip to the cache. "
                  "Data form (JSON) goes past the rendered blocks and pays in full here.",
              .twins =
                  {
                      {.system = "Django",
                       .slow =
                           "<p>Hello {{ user.first_name }}</p>\n{% for book in best_sellers %}...{% endfor "
                           "%}  {# queried in the view #}",
                       .fast =
                           "{% load cache %}<p>Hello {{ user.first_name }}</p>\n{% cache 60 best_sellers "
                           "orders_version %}\n  {% for book in best_sellers %}...{% endfor %}  {# a lazy "
                           "queryset: not asked on a hit #}\n{% endcache %}"},
                      {.system = "Rails",
                       .slow = "<p>Hello <%= current_user.name %></p>\n<%= render @best_sellers %>",
                       .fast = "<p>Hello <%= current_user.name %></p>\n<% cache [\"best-sellers\", "
                               "Order.maximum(:updated_at)], expires_in: 1.minute do %>\n  <%= render "
                               "Book.best_sellers %>\n<% end %>"},
                      {.system = "Hibernate",
                       .slow =
                           "model.addAttribute(\"bestSellers\", books.bestSellers());  // Spring, for each "
                           "request",
                       .fast = "@Cacheable(cacheNames = \"best-sellers\", sync = true)\n"
                               "public String bestSellersHtml() { ... }  // renders the block\n"
                               "@CacheEvict(cacheNames = \"best-sellers\", allEntries = true)\n"
                               "public void place(Order order) { ... }"},
                      {.system = "SQL",
                       .slow = "SELECT tag_id, COUNT(*) FROM book_tag GROUP BY tag_id;  -- for each visit",
                       .fast =
                           "-- what the template can't keep, a table can: counts kept up with each write\n"
                           "UPDATE tag SET books = books + 1 WHERE id = ?;\n"
                           "SELECT name, books FROM tag ORDER BY books DESC LIMIT 40;"},
                  },
          },
      .knobs = {dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "every block queried and rendered each time",
               .run = slow},
              {.name = "fast",
               .pace = Pace::fast,
               .summary = "rendered blocks in memcached, dropped by the writes that they show",
               .run = fast},
          },
      .claims =
          {
              {.variant = "slow",
               .key = "sql",
               .formula = "4: the visitor's name, and one for each block",
               .value = [](const ClaimContext&) { return std::int64_t{4}; },
               .warm = true},
              {.variant = "fast",
               .key = "sql",
               .formula = "1: the visitor's name; a guest's page has 0",
               .value = [](const ClaimContext&) { return std::int64_t{1}; },
               .warm = true},
              {.variant = "fast",
               .key = "cache-hit",
               .formula = "5: two versions and three blocks",
               .value = [](const ClaimContext&) { return std::int64_t{5}; },
               .warm = true},
          },
  };
}

}  // namespace caseload::cases
