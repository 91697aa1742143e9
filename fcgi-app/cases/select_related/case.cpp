#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::cases {

namespace {

// [shared]
Response page(Services& services, const orm::List<orm::Book>& books) {
  Value rows = Value::list();
  for (const orm::Book& book : books) {
    rows.add(Value::object({{"title", book.title()},
                            {"author", book.author().name()},
                            {"country", book.author().country().name()},
                            {"publisher", book.publisher().name()}}));
  }
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
                            .join(&orm::Book::author, &orm::Author::country)
                            .join(&orm::Book::publisher)
                            .order_by(&orm::Book::id)
                            .limit(request.knobs.n())
                            .all());
}
// [/fast]

}  // namespace

Case select_related() {
  return {
      .title = "Chains of lazy relations",
      .category = Category::database,
      .page = "n books with author, the author's country and the publisher",
      .lesson =
          {
              .symptom =
                  "A list that shows a little from several related tables takes far longer than the same "
                  "list without them, and every further column from yet another table adds the same again.",
              .why = "Each dot in `book.author.country.name` may be a statement. With three relations that "
                     "load when touched, one row costs three round trips, and they can't overlap: the "
                     "country is asked for only when the author is there.",
              .recognise = "The number of statements is 1 + 3n, in four digests: the list, and three key "
                           "look-ups that all grow at the same pace. The parameters of one are the results "
                           "of the one before: a chain, not a single N+1.",
              .fix = "Follow the foreign keys in the statement of the list. A mapper does it when told which "
                     "relations the page will need, each by its whole path.",
              .caution =
                  "Every joined table widens every row: joining a wide table for one flag costs more than it "
                  "saves. Name the columns as well where tables are wide. Joins are for to-one relations; a "
                  "to-many relation in the same join multiplies the rows. Joining *everything*, always, by a "
                  "default in the model, makes the pages slow that need nothing of it.",
              .twins =
                  {
                      {.system = "Django",
                       .slow = "for book in Book.objects.order_by(\"id\")[:n]:\n"
                               "    row(book.title, book.author.name, book.author.country.name, "
                               "book.publisher.name)",
                       .fast = "books = Book.objects.select_related(\"author__country\", \"publisher\")\n"
                               "for book in books.order_by(\"id\")[:n]:\n    ..."},
                      {.system = "Rails",
                       .slow = "Book.order(:id).limit(n).each do |book|\n"
                               "  row book.title, book.author.name, book.author.country.name, "
                               "book.publisher.name\nend",
                       .fast = "Book.eager_load(:publisher, author: :country).order(:id).limit(n)"},
                      {.system = "Hibernate",
                       .slow = "from Book b order by b.id\n-- then book.getAuthor().getCountry().getName() "
                               "in the view",
                       .fast = "from Book b join fetch b.author a join fetch a.country join fetch "
                               "b.publisher order by b.id"},
                      {.system = "SQL",
                       .slow = "SELECT * FROM book ORDER BY id LIMIT ?;\n-- then for each row:\n"
                               "SELECT * FROM author WHERE id = ?;\nSELECT * FROM country WHERE id = ?;\n"
                               "SELECT * FROM publisher WHERE id = ?;",
                       .fast = "SELECT book.title, author.name, country.name, publisher.name FROM book\n"
                               "LEFT JOIN author ON author.id = book.author_id\nLEFT JOIN country ON "
                               "country.id = author.country_id\n"
                               "LEFT JOIN publisher ON publisher.id = book.publisher_id\nORDER BY book.id "
                               "LIMIT ?;"},
                  },
          },
      .knobs = {items_knob("books on the page"), dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "three lazy relations, loaded when touched",
               .run = slow},
              {.name = "fast",
               .pace = Pace::fast,
               .summary = "the foreign keys followed in the statement of the list",
               .run = fast},
          },
      .claims =
          {
              {.variant = "slow",
               .key = "sql",
               .formula = "1 + 3n",
               .value = [](const ClaimContext& in) { return 1 + 3 * in.length("books"); }},
              {.variant = "slow",
               .key = "sql-distinct",
               .formula = "4",
               .value = [](const ClaimContext&) { return std::int64_t{4}; }},
              {.variant = "fast",
               .key = "sql",
               .formula = "1",
               .value = [](const ClaimContext&) { return std::int64_t{1}; }},
              {.variant = "fast",
               .key = "rows",
               .formula = "n",
               .value = [](const ClaimContext& in) { return in.length("books"); }},
          },
  };
}

}  // namespace caseload::cases
