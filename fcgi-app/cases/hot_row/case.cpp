#include <atomic>
#include <random>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "core/text.hpp"
#include "jobs/job_context.hpp"
#include "jobs/queue.hpp"
#include "shop/services.hpp"

namespace caseload::cases {

namespace {

constexpr std::string_view book_sql =
    "SELECT book.title, author.name, book.year, book.price FROM book JOIN author ON author.id = "
    "book.author_id WHERE book.id = ?";
constexpr std::string_view tags_sql =
    "SELECT tag.name FROM book_tag JOIN tag ON tag.id = book_tag.tag_id WHERE book_tag.book_id = ? "
    "ORDER BY tag.name";
constexpr std::string_view ratings_sql =
    "SELECT rating, COUNT(*) FROM review WHERE book_id = ? GROUP BY rating ORDER BY rating DESC";
constexpr std::string_view reviews_sql =
    "SELECT customer.name, review.rating, review.body FROM review JOIN customer ON customer.id = "
    "review.customer_id WHERE review.book_id = ? ORDER BY review.created_at DESC, review.id DESC LIMIT 5";
constexpr std::string_view also_bought_sql =
    "SELECT book.title FROM order_item AS bought JOIN order_item AS other ON other.order_id = "
    "bought.order_id AND other.book_id <> bought.book_id JOIN book ON book.id = other.book_id "
    "WHERE bought.book_id = ? GROUP BY book.id, book.title ORDER BY COUNT(*) DESC, book.id LIMIT 5";
constexpr std::int64_t page_queries = 5;

struct Book {
  std::string title, author;
  std::int64_t year;
  std::string price;
  static constexpr auto columns = std::tuple(&Book::title, &Book::author, &Book::year, &Book::price);
};
struct Name {
  std::string name;
  static constexpr auto columns = std::tuple(&Name::name);
};
struct Rating {
  std::int64_t rating, number;
  static constexpr auto columns = std::tuple(&Rating::rating, &Rating::number);
};
struct Review {
  std::string customer;
  std::int64_t rating;
  std::string body;
  static constexpr auto columns = std::tuple(&Review::customer, &Review::rating, &Review::body);
};
struct Total {
  std::int64_t visits;
  static constexpr auto columns = std::tuple(&Total::visits);
};

// [shared]
// The book's page: its texts, tags, ratings, reviews, and what else its buyers bought.
Response page(Services& services, std::int64_t id, std::int64_t visits) {
  const auto book = services.db.query_one<Book>(book_sql, id);
  if (!book) throw NotFound("there is no book " + std::to_string(id));
  Value tags = Value::list(), ratings = Value::list(), reviews = Value::list(), others = Value::list();
  for (const Name& each : services.db.query<Name>(tags_sql, id))
    tags.add(Value::object({{"name", each.name}}));
  for (const Rating& each : services.db.query<Rating>(ratings_sql, id))
    ratings.add(Value::object({{"rating", each.rating}, {"number", each.number}}));
  for (const Review& each : services.db.query<Review>(reviews_sql, id))
    reviews.add(Value::object({{"customer", each.customer}, {"rating", each.rating}, {"body", each.body}}));
  for (const Name& each : services.db.query<Name>(also_bought_sql, id))
    others.add(Value::object({{"title", each.name}}));
  return services.page(Value::object({{"book", Value::object({{"title", book->title},
                                                              {"author", book->author},
                                                              {"year", book->year},
                                                              {"price", book->price},
                                                              {"visits", visits},
                                                              {"tags", std::move(tags)},
                                                              {"ratings", std::move(ratings)},
                                                              {"reviews", std::move(reviews)},
                                                              {"also_bought", std::move(others)}})}}));
}
// [/shared]

// [slow]
Response slow(const Request& request, Services& services) {
  const std::int64_t book = request.knobs.integer("book");
  Response response;
  services.db.transaction([&] {
    // [!] Locks the book's only counter. It stays locked until the commit, while the whole page is built.
    services.db.execute("UPDATE visit_count SET visits = visits + 1 WHERE book_id = ?", book);
    const auto total = services.db.query_one<Total>("SELECT visits FROM visit_count WHERE book_id = ?", book);
    response = page(services, book, total->visits);
  });
  return response;
}
// [/slow]

// [slots]
constexpr std::int64_t slot_count = 32;

// Each request takes the next slot, so that requests at the same time have different ones.
std::int64_t next_slot() {
  static std::atomic<std::uint64_t> taken = 0;
  return static_cast<std::int64_t>(taken++ % std::uint64_t{slot_count});
}

Response slots(const Request& request, Services& services) {
  const std::int64_t book = request.knobs.integer("book");
  Response response;
  services.db.transaction([&] {
    // [!] One of 32 rows. A visitor who comes at the same time gets another one.
    services.db.execute("UPDATE visit_slot SET visits = visits + 1 WHERE book_id = ? AND slot = ?", book,
                        next_slot());
    const auto total = services.db.query_one<Total>(
        "SELECT CAST(SUM(visits) AS SIGNED) FROM visit_slot WHERE book_id = ?", book);
    response = page(services, book, total->visits);
  });
  return response;
}
// [/slots]

// [write-behind]
constexpr std::string_view job_type = "write-visits";
constexpr std::string_view add_visits = "UPDATE visit_written SET visits = visits + ? WHERE book_id = ?";
constexpr int kept_s = 3'600;  // how long a worker may be late
constexpr int delay_s = 2;     // by then nobody counts in that second any more

// Of this process. Unlike one of the time of day, it never comes twice.
std::string this_second(const Clock& clock) {
  static const std::string process =
      std::to_string(std::random_device{}()) + std::to_string(std::random_device{}());
  return process + " " + std::to_string(clock.monotonic_us() / 1'000'000);
}

std::string counter_of(Dataset dataset, std::int64_t book, std::string_view second) {
  return "visits " + std::string(name_of(dataset)) + " " + std::to_string(book) + " " + std::string(second);
}

Response write_behind(const Request& request, Services& services) {
  const std::int64_t book = request.knobs.integer("book");
  const std::string second = this_second(services.clock);
  // [!] Visits are counted in the cache, which locks nothing.
  const auto count = services.cache.increment(counter_of(services.db.dataset(), book, second), 1, 1, kept_s);
  if (!count) services.db.execute(add_visits, 1, book);  // the cache is unavailable
  // [!] The first visit of a second queues a job, which writes the count of that second with one UPDATE.
  if (count == 1)
    jobs::enqueue(services.db, {.type = std::string(job_type),
                                .arguments = Value::object({{"book", book}, {"second", second}}),
                                .delay_s = delay_s});
  const auto total = services.db.query_one<Total>("SELECT visits FROM visit_written WHERE book_id = ?", book);
  return page(services, book, total->visits);
}

// Run by the worker.
JobOutcome write_visits(JobContext& job) {
  const std::int64_t book = job.arguments["book"].integer_or(0);
  const auto counted = job.cache.get(counter_of(job.db.dataset(), book, job.arguments["second"].text_or("")));
  if (!counted && !job.cache.was_reachable()) throw std::runtime_error("the cache does not respond");
  const std::int64_t visits = whole_number(trimmed(counted.value_or("0"))).value_or(0);
  return {.result = Value::object({{"counted", visits}}),
          .effect = [&job, book, visits] { job.db.execute(add_visits, visits, book); }};
}
// [/write-behind]

}  // namespace

Case hot_row() {
  const Formula all = page_queries + Formula(2);
  return {
      .page = "a book's page that counts its visits",
      .knobs = {{.name = "book", .help = "id of the book", .initial = 1, .minimum = 1, .maximum = 100},
                dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "one counter row for each book, updated first and locked until the page is built: "
                          "other visits wait",
               .run = slow,
               .labels = {{.name = "hot-row"}},
               .headline = Headline{.key = Key::row_lock_waits, .when = When::at_once},
               .method = Method::post},
              {.name = "slots",
               .pace = Pace::fast,
               .summary = "32 counter rows for each book: visits rarely meet on one, and their sum is shown",
               .run = slots,
               .method = Method::post},
              {.name = "write-behind",
               .pace = Pace::fast,
               .summary = "visits are counted in memcached, and a job writes them once a second",
               .run = write_behind,
               .method = Method::post},
          },
      .claims =
          {
              {"slow", Key::sql, all.remark("the counter, its total and 5 for the page")},
              {"slow", Key::commits, 1},
              {"slots", Key::sql, all.remark("a counter, the total and 5 for the page")},
              {"slots", Key::commits, 1},
              {"write-behind", Key::sql, at_most(all.remark("the first visit of a second queues the job"))},
              {"write-behind", Key::commits, at_most(1)},
              {"slow", Key::row_lock_waits, at_most((requests_at_once() - 1).remark("all but the first")),
               When::at_once},
              {"slow", Key::commits, requests_at_once(), When::at_once},
              {"slots", Key::commits, requests_at_once(), When::at_once},
              {"slots", Key::row_lock_waits, 0, When::at_once},
              {"write-behind", Key::row_lock_waits, 0, When::at_once},
          },
      .demo = {{.title = "one visitor"}, {.title = "many visitors", .at_once = 8}},
      .jobs = {{.name = std::string(job_type), .run = write_visits}},
      .unequal_because =
          "Each variant counts in its own rows, so its total depends on earlier visits. A test sends "
          "the same number of visits to each variant, several at once, and compares the totals.",
  };
}

}  // namespace caseload::cases
