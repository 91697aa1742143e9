#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::cases {

namespace {

// [shared]
Response page(Services& services, const orm::List<orm::Book>& books) {
  Rows rows({"title", "author", "country", "publisher"});
  for (const orm::Book& book : books) {
    // [!] Author, country and publisher run a query each, for each book, unless they were loaded with it.
    rows.add(book.title(), book.author().name(), book.author().country().name(), book.publisher().name());
  }
  return services.page(Value::object({{"books", std::move(rows)}}));
}
// [/shared]

// [slow]
Response slow(const Request& request, Services& services) {
  orm::Session session(services.db);
  // [!] Loads the books alone.
  return page(services, session.query<orm::Book>().order_by(&orm::Book::id).limit(request.knobs.n()).all());
}
// [/slow]

// [fast]
Response fast(const Request& request, Services& services) {
  orm::Session session(services.db);
  return page(services, session
                            .query<orm::Book>()
                            // [!] All three come with the books, in the same query.
                            .join(&orm::Book::author, &orm::Author::country)
                            .join(&orm::Book::publisher)
                            .order_by(&orm::Book::id)
                            .limit(request.knobs.n())
                            .all());
}
// [/fast]

}  // namespace

Case select_related() {
  const Formula n = items("n", "books");
  return {
      .page = "a list of books with author, the author's country and the publisher",
      .knobs = {items_knob("books on the page"), dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "three lazy relations, each loaded by its own query for every row",
               .run = slow,
               .labels = {{.name = "select-related"}},
               .headline = Headline{.key = Key::sql}},
              {.name = "fast",
               .pace = Pace::fast,
               .summary = "the three related tables joined in the list's own query",
               .run = fast},
          },
      .claims =
          {
              {"slow", Key::sql, 1 + 3 * n},
              {"slow", Key::sql_distinct, 4},
              {"fast", Key::sql, 1},
              {"fast", Key::rows, n},
          },
  };
}

}  // namespace caseload::cases
