#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::cases {

namespace {

// [shared]
Value book_entry(const orm::Book& book) {
  Value tags = Value::list();
  // [!] A query for each book, unless the tags were prefetched.
  for (const orm::Tag& tag : book.tags()) tags.add(tag.name());
  return Value::object({{"title", book.title()}, {"tags", std::move(tags)}});
}

Response page(Services& services, const orm::List<orm::Author>& authors) {
  Value entries = Value::list();
  for (const orm::Author& author : authors) {
    Value books = Value::list();
    // [!] A query for each author, unless the books were prefetched.
    for (const orm::Book& book : author.books()) books.add(book_entry(book));
    entries.add(Value::object({{"name", author.name()}, {"books", std::move(books)}}));
  }
  return services.page(Value::object({{"authors", std::move(entries)}}));
}
// [/shared]

// [slow]
Response slow(const Request& request, Services& services) {
  orm::Session session(services.db);
  return page(services,
              // [!] Loads the authors alone.
              session.query<orm::Author>().order_by(&orm::Author::id).limit(request.knobs.n()).all());
}
// [/slow]

// [fast]
Response fast(const Request& request, Services& services) {
  orm::Session session(services.db);
  return page(services,
              session
                  .query<orm::Author>()
                  // [!] One query for all books and one for all their tags, whatever the number of authors.
                  .prefetch(&orm::Author::books, &orm::Book::tags)
                  .order_by(&orm::Author::id)
                  .limit(request.knobs.n())
                  .all());
}
// [/fast]

}  // namespace

Case prefetch_related() {
  const Formula authors = items("n", "authors"), books = items("books", "authors.books");
  const std::string chunk = std::to_string(orm::chunk_rows);
  KnobSpec n = items_knob("authors on the page", 2'560);
  return {
      .page = "a list of authors with their books and each book's tags",
      .knobs = {n, dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "one query per author for the books, one per book for the tags",
               .run = slow,
               .labels = {{.name = "prefetch-related"}},
               .headline = Headline{.key = Key::sql}},
              {.name = "fast",
               .pace = Pace::fast,
               .summary = "for each relation, one IN query for every 200 ids",
               .run = fast},
          },
      .claims =
          {
              {"slow", Key::sql, 1 + authors + books},
              {"fast", Key::sql, 1 + chunks_of(authors, orm::chunk_rows) + chunks_of(books, orm::chunk_rows)},
          },
  };
}

}  // namespace caseload::cases
