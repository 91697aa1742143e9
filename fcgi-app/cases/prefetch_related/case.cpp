#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::cases {

namespace {

// [shared]
Value book_entry(const orm::Book& book) {
  Value tags = Value::list();
  for (const orm::Tag& tag : book.tags()) tags.add(tag.name());
  return Value::object({{"title", book.title()}, {"tags", std::move(tags)}});
}

Response page(Services& services, const orm::List<orm::Author>& authors) {
  Value entries = Value::list();
  for (const orm::Author& author : authors) {
    Value books = Value::list();
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
              session.query<orm::Author>().order_by(&orm::Author::id).limit(request.knobs.n()).all());
}
// [/slow]

// [fast]
Response fast(const Request& request, Services& services) {
  orm::Session session(services.db);
  return page(services, session.query<orm::Author>()
                            .prefetch(&orm::Author::books, &orm::Book::tags)
                            .order_by(&orm::Author::id)
                            .limit(request.knobs.n())
                            .all());
}
// [/fast]

std::int64_t books_on(const Value& answer) {
  std::int64_t books = 0;
  for (const Value& author : *answer["authors"].items())
    books += static_cast<std::int64_t>(author["books"].items()->size());
  return books;
}

std::int64_t chunks_of(std::int64_t ids) {
  const auto chunk = static_cast<std::int64_t>(orm::chunk_rows);
  return (ids + chunk - 1) / chunk;
}

}  // namespace

Case prefetch_related() {
  const std::string chunk = std::to_string(orm::chunk_rows);
  KnobSpec n = items_knob("authors on the page", 2'560);
  return {
      .title = "Collections loaded one by one",
      .category = Category::database,
      .page = "n authors with their books and each book's tags",
      .lesson =
          {
              .symptom = "A page with lists inside a list (authors, their books, the books' tags) runs "
                         "thousands of statements, though it shows a few hundred lines.",
              .why = "A collection is loaded when it is first gone through: one statement for the books of "
                     "each author, and one for the tags of each book. The two levels multiply: the count "
                     "follows the number of *books*, not of authors.",
              .recognise = "Two digests whose counts grow with the list, each answering with several rows: "
                           "the second one's count is the sum of the first one's rows. A join can't be the "
                           "fix here, since the rows would multiply.",
              .fix = "Fetch each level whole: one statement with `WHERE author_id IN (...)` for all authors "
                     "on the page, one for the tags of all books found, and hand out the rows in memory. "
                     "Long lists go in chunks, so that no statement grows without bound.",
              .caution = "Everything is fetched, also what the page cuts off after the first three: with a "
                         "limit per parent, a window function does better. All of it is held in memory at "
                         "once. One IN list of ten thousand ids may turn the database to a full scan; chunks "
                         "keep it on the index.",
              .twins =
                  {
                      {.system = "Django",
                       .slow = "for author in Author.objects.order_by(\"id\")[:n]:\n    for book in "
                               "author.book_set.all():\n"
                               "        print(book.title, [tag.name for tag in book.tags.all()])",
                       .fast = "Author.objects.prefetch_related(\"book_set__tags\").order_by(\"id\")[:n]"},
                      {.system = "Rails",
                       .slow = "Author.order(:id).limit(n).each { |a| a.books.each { |b| p b.title, "
                               "b.tags.map(&:name) } }",
                       .fast = "Author.preload(books: :tags).order(:id).limit(n)"},
                      {.system = "Hibernate",
                       .slow = "// @OneToMany List<Book> books; @ManyToMany Set<Tag> tags: both lazy\n"
                               "for (Author a : authors) for (Book b : a.getBooks()) show(b.getTags());",
                       .fast = "// on both collections:\n@BatchSize(size = 200)\n// or "
                               "@Fetch(FetchMode.SUBSELECT)"},
                      {.system = "SQL",
                       .slow = "SELECT * FROM book WHERE author_id = ?;  -- for each author\n"
                               "SELECT tag.* FROM tag JOIN book_tag ON tag.id = tag_id WHERE book_id = ?;  "
                               "-- for each book",
                       .fast = "SELECT * FROM book WHERE author_id IN (?, ?, ...);\n"
                               "SELECT book_id, tag.* FROM tag JOIN book_tag ON tag.id = tag_id WHERE "
                               "book_id IN (?, ?, ...);"},
                  },
          },
      .knobs = {n, dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "one statement for each author's books, one for each book's tags",
               .run = slow},
              {.name = "fast",
               .pace = Pace::fast,
               .summary = "one IN query per relation, in chunks",
               .run = fast},
          },
      .claims =
          {
              {.variant = "slow",
               .key = "sql",
               .formula = "1 + n + books",
               .value =
                   [](const ClaimContext& in) { return 1 + in.length("authors") + books_on(in.answer); }},
              {.variant = "fast",
               .key = "sql",
               .formula = "1 + ⌈n / " + chunk + "⌉ + ⌈books / " + chunk + "⌉",
               .value =
                   [](const ClaimContext& in) {
                     return 1 + chunks_of(in.length("authors")) + chunks_of(books_on(in.answer));
                   }},
          },
  };
}

}  // namespace caseload::cases
