#include <algorithm>

#include "shop/services.hpp"
#include "shop/shop_size.hpp"

namespace caseload::cases {

namespace {

// [shared]
constexpr std::string_view books_sql = "SELECT id, title, year, rating FROM book";
constexpr std::size_t best_count = 100;

struct Book {
  std::int64_t id;
  std::string title;
  std::int64_t year;
  std::optional<std::string> rating;  // "4.25"; always of the same length, so it compares as text
  static constexpr auto columns = std::tuple(&Book::id, &Book::title, &Book::year, &Book::rating);
};

bool is_better(const Book& one, const Book& other) {
  return one.rating != other.rating ? *one.rating > *other.rating : one.id < other.id;
}

Response page(Services& services, const std::vector<Book>& best) {
  Rows rows({"id", "title", "year", "rating"});
  for (const Book& book : best) rows.add(book.id, book.title, book.year, *book.rating);
  return services.page(Value::object({{"books", std::move(rows)}}));
}
// [/shared]

// [slow]
Response slow(const Request&, Services& services) {
  std::vector<Book> all;
  services.db.each<Book>(books_sql, [&](const Book& book) {
    all.push_back(book);
    return true;
  });
  std::vector<Book> rated;
  for (const Book& book : all) {
    if (book.rating) rated.push_back(book);
  }
  std::vector<Book> sorted = rated;
  std::sort(sorted.begin(), sorted.end(), is_better);
  return page(services, {sorted.begin(), sorted.begin() + std::min(best_count, sorted.size())});
}
// [/slow]

// [fast]
Response fast(const Request&, Services& services) {
  std::vector<Book> best;  // a heap with the worst of the best hundred on top
  best.reserve(best_count + 1);
  services.db.each<Book>(books_sql, [&](const Book& book) {
    if (!book.rating) return true;
    if (best.size() == best_count && !is_better(book, best.front())) return true;
    best.push_back(book);
    std::push_heap(best.begin(), best.end(), is_better);
    if (best.size() <= best_count) return true;
    std::pop_heap(best.begin(), best.end(), is_better);
    best.pop_back();
    return true;
  });
  std::sort_heap(best.begin(), best.end(), is_better);
  return page(services, best);
}
// [/fast]

}  // namespace

Case memory_profile() {
  return {
      .page = "the 100 best rated books",
      .knobs = {dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "all rows as objects, copied to filter, copied again to sort",
               .run = slow,
               .labels = {{.name = "memory-profile"}},
               .headline = Headline{.key = Key::mem_peak_app}},
              {.name = "fast",
               .pace = Pace::fast,
               .summary = "one pass with a heap of the best hundred",
               .run = fast},
          },
      .claims =
          {
              {"slow", Key::rows, stored_books()},
              {"slow", Key::mem_peak_app,
               at_least((2 * 64 * stored_books()).remark("more than one list of them"))},
              {"fast", Key::rows, stored_books()},
              {"fast", Key::mem_peak_app, at_most(200'000)},
          },
      .growth =
          {
              {.variant = "slow", .key = Key::mem_peak_app, .over = "dataset", .shape = Growth::Shape::grows},
              {.variant = "fast",
               .key = Key::mem_peak_app,
               .over = "dataset",
               .shape = Growth::Shape::constant},
          },
  };
}

}  // namespace caseload::cases
