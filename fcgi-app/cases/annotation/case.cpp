#include <cstdio>
#include <unordered_map>

#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"
#include "shop/shop_size.hpp"

namespace caseload::cases {

namespace {

// [shared]
struct Tally {
  std::int64_t books = 0;
  std::int64_t years = 0;  // their sum
};

Value entry(const orm::Author& author, const Tally& tally) {
  Value mean;
  if (tally.books > 0) {
    char text[32];
    std::snprintf(text, sizeof text, "%.1f",
                  static_cast<double>(tally.years) / static_cast<double>(tally.books));
    mean = Value(text);
  }
  return Value::object({{"name", author.name()}, {"books", tally.books}, {"mean_year", std::move(mean)}});
}

Response page(Services& services, Value entries) {
  return services.page(Value::object({{"authors", std::move(entries)}}));
}
// [/shared]

// [slow]
Response slow(const Request& request, Services& services) {
  orm::Session session(services.db);
  std::unordered_map<std::int64_t, Tally> tallies;
  for (const orm::Book& book : session.query<orm::Book>().all()) {
    Tally& tally = tallies[book.author_id()];
    tally.books += 1;
    tally.years += book.year();
  }
  Value entries = Value::list();
  for (const orm::Author& author :
       session.query<orm::Author>().order_by(&orm::Author::id).limit(request.knobs.n()).all()) {
    entries.add(entry(author, tallies[author.id()]));
  }
  return page(services, std::move(entries));
}
// [/slow]

// [fast]
Response fast(const Request& request, Services& services) {
  orm::Session session(services.db);
  const auto books = orm::count(&orm::Author::books);
  const auto years = orm::sum(&orm::Author::books, &orm::Book::year);
  Value entries = Value::list();
  for (const orm::Author& author : session.query<orm::Author>()
                                       .annotate(books, years)
                                       .order_by(&orm::Author::id)
                                       .limit(request.knobs.n())
                                       .all()) {
    entries.add(entry(author, {.books = author[books], .years = author[years]}));
  }
  return page(services, std::move(entries));
}
// [/fast]

}  // namespace

Case annotation() {
  return {
      .title = "Counting in code",
      .category = Category::database,
      .page = "n authors with their number of books and the mean year",
      .lesson =
          {
              .symptom = "A page with a few totals takes longer every month, though it shows no more than it "
                         "did. The database is hardly busy; the app's memory is.",
              .why = "To count a thing, the code loads every one of them: all books come over the wire, "
                     "become objects, and are added up in a loop. The work follows what is *stored*, the "
                     "page only what is *shown*.",
              .recognise = "Few statements, but many rows: the rows that the database sends grow with the "
                           "table while the body stays the same size. The peak of the app's memory follows.",
              .fix = "Let the database count: `GROUP BY` with `COUNT` and `SUM` sends one row per author. "
                     "The mean is made of the two in shared code, so that both variants round alike.",
              .caution = "The database still reads the rows, unless an index covers them; for totals over "
                         "everything, asked for often, keep them in a column or a cache. If the page shows "
                         "the books anyway, counting the loaded list is free: a second statement for the "
                         "count would be the waste.",
              .twins =
                  {
                      {.system = "Django",
                       .slow = "books = defaultdict(list)\nfor book in Book.objects.all():\n    "
                               "books[book.author_id].append(book.year)",
                       .fast =
                           "Author.objects.annotate(books=Count(\"book\"), mean_year=Avg(\"book__year\"))"},
                      {.system = "Rails",
                       .slow = "books = Book.all.group_by(&:author_id)\nbooks[author.id].sum(&:year)",
                       .fast = "Book.group(:author_id).count\nBook.group(:author_id).average(:year)"},
                      {.system = "Hibernate",
                       .slow = "Map<Long, List<Book>> books = em.createQuery(\"from Book\", Book.class)\n"
                               "    .getResultStream().collect(groupingBy(Book::getAuthorId));",
                       .fast =
                           "select a, count(b), avg(b.year) from Author a left join a.books b group by a"},
                      {.system = "SQL",
                       .slow = "SELECT * FROM book;  -- and a loop",
                       .fast = "SELECT author.id, author.name, COUNT(book.id), SUM(book.year)\n"
                               "FROM author LEFT JOIN book ON book.author_id = author.id\n"
                               "GROUP BY author.id ORDER BY author.id LIMIT ?;"},
                  },
          },
      .knobs = {items_knob("authors on the page"), dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "all books fetched, counted in code",
               .run = slow},
              {.name = "fast", .pace = Pace::fast, .summary = "GROUP BY in the database", .run = fast},
          },
      .claims =
          {
              {.variant = "slow",
               .key = "rows",
               .formula = "authors + all books",
               .value = [](const ClaimContext& in) { return in.length("authors") + seeded_books(in.knobs); }},
              {.variant = "fast",
               .key = "rows",
               .formula = "authors",
               .value = [](const ClaimContext& in) { return in.length("authors"); }},
              {.variant = "fast",
               .key = "sql",
               .formula = "1",
               .value = [](const ClaimContext&) { return std::int64_t{1}; }},
          },
  };
}

}  // namespace caseload::cases
