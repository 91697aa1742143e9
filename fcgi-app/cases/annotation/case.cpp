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
  // [!] Every book of the shop is fetched and becomes an object, only to be counted.
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
  for (const orm::Author& author :
       session
           .query<orm::Author>()
           // [!] The database counts and sums. One row for each author comes back.
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
  const Formula authors = items("authors", "authors");
  return {
      .page = "a list of authors with their number of books and the mean year",
      .knobs = {items_knob("authors on the page"), dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "all books fetched and counted in code",
               .run = slow,
               .labels = {{.name = "annotation"}},
               .headline = Headline{.key = Key::rows}},
              {.name = "fast", .pace = Pace::fast, .summary = "GROUP BY in the database", .run = fast},
          },
      .claims =
          {
              {"slow", Key::rows, authors + stored_books()},
              {"fast", Key::rows, authors},
              {"fast", Key::sql, 1},
          },
  };
}

}  // namespace caseload::cases
