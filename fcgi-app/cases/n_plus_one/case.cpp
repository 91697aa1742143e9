#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::cases {

namespace {

// [shared]
Response page(Services& services, const orm::List<orm::Book>& books) {
  Rows rows({"title", "author"});
  // [!] `book.author()` runs a query for each book, unless the author was loaded with the book.
  for (const orm::Book& book : books) rows.add(book.title(), book.author().name());
  return services.page(Value::object({{"books", std::move(rows)}}));
}
// [/shared]

// [slow]
Response slow(const Request& request, Services& services) {
  orm::Session session(services.db);
  // [!] Loads the books and no author.
  return page(services, session.query<orm::Book>().order_by(&orm::Book::id).limit(request.knobs.n()).all());
}
// [/slow]

// [fast]
Response fast(const Request& request, Services& services) {
  orm::Session session(services.db);
  return page(services, session
                            .query<orm::Book>()
                            // [!] The authors come with the books, in the same query.
                            .join(&orm::Book::author)
                            .order_by(&orm::Book::id)
                            .limit(request.knobs.n())
                            .all());
}
// [/fast]

}  // namespace

Case n_plus_one() {
  const Formula n = items("n", "books");
  return {
      .page = "a list of books with their authors' names",
      .knobs = {items_knob("books on the page"), dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "lazy relation: one query per book for its author",
               .run = slow,
               .labels = {{.name = "n-plus-one"}},
               .headline = Headline{.key = Key::sql}},
              {.name = "fast",
               .pace = Pace::fast,
               .summary = "the authors loaded with the books, by one JOIN",
               .run = fast},
          },
      .claims =
          {
              {"slow", Key::sql, 1 + n},
              {"slow", Key::sql_distinct, 2},
              {"fast", Key::sql, 1},
              {"fast", Key::rows, n},
          },
      .aliases = {{.path = "/api/examples/optimized/", .variant = "fast"}},
  };
}

}  // namespace caseload::cases
