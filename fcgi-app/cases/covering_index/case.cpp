#include "shop/services.hpp"

namespace caseload::cases {

namespace {

// [shared]
constexpr std::int64_t large_publisher = 7;

struct Book {
  std::string title, price;
  static constexpr auto columns = std::tuple(&Book::title, &Book::price);
};

Response show(Services& services, const std::vector<Book>& books) {
  Rows rows({"title", "price"});
  for (const Book& book : books) rows.add(book.title, book.price);
  return services.page(Value::object({{"books", std::move(rows)}}));
}
// [/shared]

// [slow]
// CREATE TABLE announced_book (.. KEY (publisher_id, id))
// [!] The index finds the books of the publisher in their order, but has neither title nor price. Each book
// is looked up in the table for them.
constexpr std::string_view books_of_publisher =
    "SELECT title, price FROM announced_book WHERE publisher_id = ? ORDER BY id LIMIT ?";

Response slow(const Request& request, Services& services) {
  return show(services, services.db.query<Book>(books_of_publisher, large_publisher, request.knobs.n()));
}
// [/slow]

// [fast]
// CREATE TABLE covered_announced_book (.. KEY (publisher_id, id, title, price))
// [!] The index has all columns that the query needs, side by side. The table itself is not read.
constexpr std::string_view books_from_index =
    "SELECT title, price FROM covered_announced_book WHERE publisher_id = ? ORDER BY id LIMIT ?";

Response fast(const Request& request, Services& services) {
  return show(services, services.db.query<Book>(books_from_index, large_publisher, request.knobs.n()));
}
// [/fast]

}  // namespace

Case covering_index() {
  const Formula n = items("n", "books");
  return {
      .page = "the titles and prices of a large publisher's new books",
      .knobs = {{.name = "n",
                 .help = "books on the page",
                 .initial = 640,
                 .minimum = 1,
                 .maximum = 640,
                 .ladder = {10, 40, 160, 640}},
                dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "an index without title and price, so each book shown is looked up in the table",
               .run = slow,
               .labels = {{.name = "covering-index"}},
               .headline = Headline{.key = Key::db_pages}},
              {.name = "fast",
               .pace = Pace::fast,
               .summary = "an index that also holds title and price, so the table is not read",
               .run = fast},
          },
      .claims =
          {
              {"slow", Key::db_pages, at_least(2 * n)},
              {"slow", Key::rows, n},
              {"slow", Key::rows_examined, at_most(n)},
              {"slow", Key::sql, 1},
              {"fast", Key::db_pages, at_most(5 + chunks_of(n, 50))},
              {"fast", Key::rows, n},
              {"fast", Key::rows_examined, at_most(n)},
              {"fast", Key::sql, 1},
          },
  };
}

}  // namespace caseload::cases
