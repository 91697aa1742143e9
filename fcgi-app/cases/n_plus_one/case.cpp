#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::cases {

namespace {

// [shared]
Value row_of(const orm::Book& book) {
  return Value::object({{"title", book.title()}, {"author", book.author().name()}});
}

Response page(Services& services, const orm::List<orm::Book>& books) {
  Value rows = Value::list();
  for (const orm::Book& book : books) rows.add(row_of(book));
  return services.page(Value::object({{"books", std::move(rows)}}));
}
// [/shared]

// [slow]
Response slow(const Request& request, Services& services) {
  orm::Session session(services.db);
  return page(services, session.query<orm::Book>().order_by(&orm::Book::id).limit(request.knobs.n()).all());
}
// [/slow]

// [fast]
Response fast(const Request& request, Services& services) {
  orm::Session session(services.db);
  return page(services, session.query<orm::Book>()
                            .join(&orm::Book::author)
                            .order_by(&orm::Book::id)
                            .limit(request.knobs.n())
                            .all());
}
// [/fast]

}  // namespace

Case n_plus_one() {
  return {
      .title = "N+1 queries",
      .category = Category::database,
      .page = "n books with their authors' names",
      .lesson =
          {
              .symptom = "A list page gets slower with every row it shows. Each statement in the log is "
                         "quick; there are just very many of them, alike but for one number.",
              .why = "The page asks for n books, and then touches `book.author` in a loop. The mapper loads "
                     "a related object when it is first touched, so each turn of the loop sends one more "
                     "statement and waits for its answer: 1 for the list, n for the authors. Nothing in the "
                     "loop looks like a query.",
              .recognise =
                  "Count statements, not milliseconds. Ask for 10 rows and for 40: here the count goes from "
                  "11 to 41, while the number of *different* statements stays at 2. One statement whose "
                  "count follows the length of the list, each answering with one row, is this problem.",
              .fix = "Say beforehand what the loop will need, so that it comes with the list: a `JOIN` for a "
                     "to-one relation such as a book's author.",
              .caution =
                  "A join repeats the author's columns in every row, so join only what the page shows; a "
                  "wide author row joined to thousands of books costs more bytes than it saves round trips. "
                  "If the loop stops after the first rows, or touches the relation rarely, the lazy way is "
                  "the cheaper one. For to-many relations a join multiplies rows: see the prefetch case.",
              .twins =
                  {
                      {.system = "Django",
                       .slow = "for book in Book.objects.order_by(\"id\")[:n]:\n    print(book.title, "
                               "book.author.name)",
                       .fast = "for book in Book.objects.select_related(\"author\").order_by(\"id\")[:n]:\n  "
                               "  print(book.title, book.author.name)"},
                      {.system = "Rails",
                       .slow = "Book.order(:id).limit(n).each { |book| puts book.title, book.author.name }",
                       .fast = "Book.eager_load(:author).order(:id).limit(n).each { |book| puts book.title, "
                               "book.author.name }"},
                      {.system = "Hibernate",
                       .slow = "// @ManyToOne(fetch = FetchType.LAZY) Author author;\n"
                               "var books = em.createQuery(\"from Book b order by b.id\", "
                               "Book.class).setMaxResults(n).getResultList();\n"
                               "books.forEach(book -> print(book.getTitle(), book.getAuthor().getName()));",
                       .fast = "var books = em.createQuery(\"from Book b join fetch b.author order by "
                               "b.id\", Book.class)\n"
                               "    .setMaxResults(n).getResultList();"},
                      {.system = "SQL",
                       .slow = "SELECT id, title, author_id FROM book ORDER BY id LIMIT ?;\n"
                               "SELECT id, name FROM author WHERE id = ?;  -- n times",
                       .fast = "SELECT book.title, author.name\nFROM book JOIN author ON author.id = "
                               "book.author_id\n"
                               "ORDER BY book.id LIMIT ?;"},
                  },
          },
      .knobs = {items_knob("books on the page"), dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "lazy relation: the author is loaded for each book",
               .run = slow},
              {.name = "fast",
               .pace = Pace::fast,
               .summary = "one JOIN brings the authors along",
               .run = fast},
          },
      .claims =
          {
              {.variant = "slow",
               .key = "sql",
               .formula = "1 + n",
               .value = [](const ClaimContext& in) { return 1 + in.length("books"); }},
              {.variant = "slow",
               .key = "sql-distinct",
               .formula = "2",
               .value = [](const ClaimContext&) { return std::int64_t{2}; }},
              {.variant = "fast",
               .key = "sql",
               .formula = "1",
               .value = [](const ClaimContext&) { return std::int64_t{1}; }},
              {.variant = "fast",
               .key = "rows",
               .formula = "n",
               .value = [](const ClaimContext& in) { return in.length("books"); }},
          },
      .aliases = {{.path = "/api/examples/optimized/", .variant = "fast"}},
  };
}

}  // namespace caseload::cases
