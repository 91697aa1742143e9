#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::cases {

namespace {

// [shared]
orm::Query<orm::Book> books(const Request& request, Services& services) {
  return orm::Session(services.db)
      .query<orm::Book>()
      .only(&orm::Book::title, &orm::Book::price)
      .order_by(&orm::Book::id)
      .limit(request.knobs.n());
}

Response page(Services& services, const orm::List<orm::Book>& books) {
  Rows rows({"title", "price"});
  // [!] The page shows titles and prices. Nothing here reads a tag or a review.
  for (const orm::Book& book : books) rows.add(book.title(), book.price());
  return services.page(Value::object({{"books", std::move(rows)}}));
}
// [/shared]

// [slow]
Response slow(const Request& request, Services& services) {
  return page(services, books(request, services)
                            // [!] Left over from an older page, which showed each book's tags and reviews.
                            .prefetch(&orm::Book::tags)
                            .prefetch(&orm::Book::reviews)
                            .all());
}
// [/slow]

// [fast]
Response fast(const Request& request, Services& services) {
  // [!] Only what the page shows.
  return page(services, books(request, services).all());
}
// [/fast]

constexpr std::int64_t min_tags = 3;  // of a book

}  // namespace

Case unused_prefetch() {
  const Formula n = items("n", "books");
  return {
      .page = "a list of books with their titles and prices",
      .knobs = {items_knob("books on the page"), dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "tags and reviews of all books are loaded too, and never shown",
               .run = slow,
               .labels = {{.name = "unused-prefetch"}},
               .headline = Headline{.key = Key::rows, .second = Key::db_bytes}},
              {.name = "fast", .pace = Pace::fast, .summary = "only the books are loaded", .run = fast},
          },
      .claims =
          {
              {"slow", Key::rows, at_least(((1 + min_tags) * n).remark("each book has at least 3 tags"))},
              {"slow", Key::sql, 1 + 2 * chunks_of(n, orm::chunk_rows)},
              {"slow", Key::cols, 12},
              {"slow", Key::cols_read, Formula(3).remark("title, price and the books' ids")},
              {"fast", Key::rows, n},
              {"fast", Key::sql, 1},
              {"fast", Key::cols, 3},
              {"fast", Key::cols_read, 2},
          },
  };
}

}  // namespace caseload::cases
