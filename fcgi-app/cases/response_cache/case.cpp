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

// What anybody may keep: browsers, and caches on the way. After that second it may still be sent for two
// more, while a new one is fetched; so a cache shows a sale after three seconds at most.
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
  return response.set("Cache-Control", for_everyone);
}
// [/shared]

// [slow]
Response slow(const Request&, Services& services) {
  return front_page(services);
}
// [/slow]

// [nginx]
// Nothing but the address is different: nginx's cache is on there, and goes by the answer's Cache-Control.
Response nginx(const Request&, Services& services) {
  return front_page(services);
}
// [/nginx]

// [memcached]
// The key names all that the page depends on and nothing that a visitor could make up. The orders' version is
// replaced by every sale.
Response memcached(const Request& request, Services& services) {
  const bool json = request.format == Format::json;
  const CachedText kept{.key = "front page " + request.knobs.query_string() + (json ? " json" : " html"),
                        .depends = {orders_of(request.knobs.dataset())},
                        .lifetime_s = 60};
  Response response;
  response.body = services.texts.get(kept, [&] { return front_page(services).body; }).text;
  return response.set("Content-Type", json ? "application/json" : "text/html; charset=utf-8")
      .set("Vary", "Accept")
      .set("Cache-Control", for_everyone);
}
// [/memcached]

std::int64_t none(const ClaimContext&) {
  return 0;
}

}  // namespace

Case response_cache() {
  return {
      .title = "One page for everyone, made for each",
      .category = Category::request_processing,
      .page = "the catalogue's front page",
      .lesson =
          {
              .symptom = "The front page is the most visited page and one of the slowest. Under load the "
                         "application's and the database's processors are busy making the same bytes, and a "
                         "mention in the news takes the site down.",
              .why = "The page is the same for every visitor, and the answer says so (`Cache-Control: "
                     "public`), but nothing in front of the application keeps it. Each visit pays for "
                     "statements, rendering and a place in the application.",
              .recognise = "Ask twice, as two visitors: equal bytes, and the same statements both times. In "
                           "nginx's log no request has a cache status; the number of statements goes up with "
                           "the number of visitors, not with the number of changes.",
              .fix = "Keep the whole answer. In nginx (variant `nginx`) a hit never reaches the application. "
                     "When the lifetime is over, one request renews the page while the others still get the "
                     "last one, for as long as `stale-while-revalidate` allows; while the application is "
                     "away they get it too, however old it is. In the application (variant `memcached`) a "
                     "sale drops the page at once, and all hosts share it. Both can be used together.",
              .caution =
                  "Only for what is the same for everyone: a greeting, a basket or a token makes the "
                  "page personal, and one stored `Set-Cookie` gives a visitor's session to all. What "
                  "is not in the key must not be able to change the page: forwarded host names are the "
                  "usual hole. nginx's cache can't be told of a sale, so its lifetime is the promise, and "
                  "a browser's own copy may add as much again: keep it short, since one second already "
                  "turns all requests of that second into one.",
              .twins =
                  {
                      {.system = "Django",
                       .slow = "def front_page(request):\n"
                               "    return render(request, \"front.html\", front_page_data())",
                       .fast = "@cache_control(public=True, max_age=1)\n"
                               "@cache_page(60, key_prefix=\"front\")\n"
                               "def front_page(request):\n"
                               "    return render(request, \"front.html\", front_page_data())"},
                      {.system = "Rails",
                       .slow = "def index\n  @front = FrontPage.load\nend",
                       .fast = "def index\n  expires_in 1.second, public: true, stale_while_revalidate: "
                               "2.seconds\n"
                               "  html = Rails.cache.fetch([\"front\", Order.maximum(:updated_at)]) do\n"
                               "    render_to_string(locals: { front: FrontPage.load })\n  end\n"
                               "  render html: html.html_safe\nend"},
                      {.system = "Hibernate",
                       .slow = "@GetMapping(\"/\")\nString front(Model model) { model.addAttribute(load()); "
                               "return \"front\"; }",
                       .fast = "@GetMapping(\"/\")\nResponseEntity<String> front() {\n"
                               "    return ResponseEntity.ok()\n"
                               "        .cacheControl(CacheControl.maxAge(1, SECONDS).cachePublic())\n"
                               "        .body(pages.front());  // @Cacheable(\"front\"), @CacheEvict on a "
                               "sale\n}"},
                      {.system = "SQL",
                       .slow = "-- three statements for each visit",
                       .fast = "-- none: a cache in front answers; without one, a table that is refreshed:\n"
                               "REPLACE INTO front_page (id, body, made_at) VALUES (1, ?, NOW());"},
                  },
          },
      .knobs = {dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "made for each visit, though the answer says that anybody may keep it",
               .run = slow},
              {.name = "nginx",
               .pace = Pace::fast,
               .summary = "kept by nginx for its lifetime; here you see what a miss costs, a hit never gets "
                          "to the app",
               .run = nginx,
               .cached_by_nginx = true},
              {.name = "memcached",
               .pace = Pace::fast,
               .summary = "the whole answer kept in memcached, dropped by a sale",
               .run = memcached},
          },
      .claims =
          {
              {.variant = "slow",
               .key = "sql",
               .formula = "3",
               .value = [](const ClaimContext&) { return std::int64_t{3}; },
               .warm = true},
              {.variant = "nginx", .key = "sql", .formula = "0", .value = none, .warm = true},
              {.variant = "memcached", .key = "sql", .formula = "0", .value = none, .warm = true},
          },
  };
}

}  // namespace caseload::cases
