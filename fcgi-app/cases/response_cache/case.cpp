#include "io/cache/cached_response.hpp"
#include "shop/best_sellers.hpp"
#include "shop/services.hpp"
#include "shop/shop_writes.hpp"

namespace caseload::cases {

namespace {

// [shared]
struct NewBook {
  std::string title;
  std::string author;
  std::string price;
  static constexpr auto columns = std::tuple(&NewBook::title, &NewBook::author, &NewBook::price);
};

struct Subject {
  std::string name;
  std::int64_t books;
  static constexpr auto columns = std::tuple(&Subject::name, &Subject::books);
};

constexpr std::string_view newest_books =
    "SELECT newest.title, author.name, newest.price FROM "
    "(SELECT id, title, author_id, year, price FROM book ORDER BY year DESC, id DESC LIMIT 12) AS newest "
    "JOIN author ON author.id = newest.author_id ORDER BY newest.year DESC, newest.id DESC";
constexpr std::string_view largest_subjects =
    "SELECT tag.name, COUNT(*) AS books FROM book_tag JOIN tag ON tag.id = book_tag.tag_id "
    "GROUP BY tag.id, tag.name ORDER BY books DESC, tag.id LIMIT 20";

// Any cache may store the page, in a browser or on the way to it. After one second it may still be served for
// two more while a new copy is fetched, so a cache shows a sale after three seconds at most.
constexpr const char* for_everyone = "public, max-age=1, stale-while-revalidate=2";

Response front_page(Services& services) {
  Value newest = Value::list();
  for (const NewBook& each : services.db.query<NewBook>(newest_books))
    newest.add(Value::object({{"title", each.title}, {"author", each.author}, {"price", each.price}}));
  Value subjects = Value::list();
  for (const Subject& each : services.db.query<Subject>(largest_subjects))
    subjects.add(Value::object({{"name", each.name}, {"books", each.books}}));
  Response response =
      services.page(Value::object({{"newest", std::move(newest)},
                                   {"best_sellers", best_sellers_of_the_quarter(services.db, 12)},
                                   {"subjects", std::move(subjects)}}));
  response.set("Cache-Control", for_everyone);
  return response;
}
// [/shared]

// [slow]
Response slow(const Request&, Services& services) {
  // [!] Three queries and a rendering on every visit, for a page that is the same for everyone.
  return front_page(services);
}
// [/slow]

// [nginx]
// Only the address differs: nginx's cache is enabled there and follows the response's Cache-Control.
Response nginx(const Request&, Services& services) {
  // [!] Runs only if nginx has no copy. On a hit the application is not asked.
  return front_page(services);
}
// [/nginx]

// [memcached]
// The key contains everything that the page depends on and nothing that a visitor could make up. Every sale
// replaces the version of the orders.
Response memcached(const Request& request, Services& services) {
  const bool json = request.format == Format::json;
  const CachedText kept{
      .key = "front page response " + request.knobs.query_string() + (json ? " json" : " html"),
      .depends = {orders_of(request.knobs.dataset())},
      .lifetime_s = 60};
  // [!] The page is built only if memcached has no copy of it. Only a page with status 200 is stored.
  return cached_response(services.texts, kept, [&] { return front_page(services); });
}
// [/memcached]

}  // namespace

Case response_cache() {
  return {
      .page = "the catalogue's front page",
      .knobs = {dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "the page is built on every visit, although it is the same for everyone",
               .run = slow,
               .labels = {{.name = "response-cache"}},
               .headline = Headline{.key = Key::sql, .when = When::warm}},
              {.name = "nginx",
               .pace = Pace::fast,
               .summary = "stored by nginx for its lifetime; a hit never reaches the app",
               .run = nginx,
               .cached_by_nginx = true},
              {.name = "memcached",
               .pace = Pace::fast,
               .summary = "the whole response stored in memcached, dropped when something is sold",
               .run = memcached},
          },
      .claims =
          {
              {"slow", Key::sql, 3, When::warm},
              {"nginx", Key::sql, 0, When::warm},
              {"memcached", Key::sql, 0, When::warm},
          },
      .demo = {{.title = "first visit"},
               {.title = "second visit", .when = When::warm},
               {.title = "after a sale", .write = &sale}},
  };
}

}  // namespace caseload::cases
