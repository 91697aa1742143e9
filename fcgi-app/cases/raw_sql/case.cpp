#include <algorithm>
#include <cstdio>

#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::cases {

namespace {

// [shared]
constexpr std::int64_t last_year = 2025;

struct Entry {
  std::int64_t author_id;
  std::string name;
  std::int64_t books;
  std::int64_t years;  // sum of the books' years
  std::int64_t latest;
  std::int64_t place;
  std::int64_t active;  // authors active in the range, including those not shown
  static constexpr auto columns = std::tuple(&Entry::author_id, &Entry::name, &Entry::books, &Entry::years,
                                             &Entry::latest, &Entry::place, &Entry::active);
};

Response page(Services& services, const std::vector<Entry>& entries) {
  Rows rows({"place", "name", "books", "mean_year", "latest"});
  for (const Entry& entry : entries) {
    char mean[32];
    std::snprintf(mean, sizeof mean, "%.1f",
                  static_cast<double>(entry.years) / static_cast<double>(entry.books));
    rows.add(entry.place, entry.name, entry.books, std::string(mean), entry.latest);
  }
  const std::int64_t active = entries.empty() ? 0 : entries.front().active;
  return services.page(Value::object({{"active", active}, {"authors", std::move(rows)}}));
}
// [/shared]

// [slow]
Response slow(const Request& request, Services& services) {
  const std::int64_t first_year = last_year + 1 - request.knobs.integer("years");
  orm::Session session(services.db);
  std::vector<Entry> entries;
  std::int64_t all_books = 0;
  for (const orm::Author& author :
       session.query<orm::Author>()
           .any_between(&orm::Author::books, &orm::Book::year, first_year, last_year)
           .all()) {
    Entry entry{.author_id = author.id(), .name = std::string(author.name())};
    // [!] A query for each author, and all their books become objects.
    for (const orm::Book& book : author.books()) {
      if (book.year() < first_year || book.year() > last_year) continue;
      entry.books += 1;
      entry.years += book.year();
      entry.latest = std::max(entry.latest, book.year());
    }
    all_books += entry.books;
    entries.push_back(std::move(entry));
  }
  const auto active = static_cast<std::int64_t>(entries.size());
  std::erase_if(entries, [&](const Entry& entry) { return entry.books * active < all_books; });
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return a.books != b.books ? a.books > b.books : a.author_id < b.author_id;
  });
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const bool is_tied = i > 0 && entries[i - 1].books == entries[i].books;
    entries[i].place = is_tied ? entries[i - 1].place : static_cast<std::int64_t>(i) + 1;
    entries[i].active = active;
  }
  return page(services, entries);
}
// [/slow]

// [fast]
// [!] Filter, count, mean and rank in one query. Only the rows of the page come back.
constexpr std::string_view ranked_above_the_mean =
    "SELECT author.id, author.name, ranked.books, ranked.years, ranked.latest, ranked.place, ranked.active "
    "FROM (SELECT author_id, COUNT(*) AS books, SUM(year) AS years, MAX(year) AS latest, "
    "             RANK() OVER (ORDER BY COUNT(*) DESC) AS place, "
    "             COUNT(*) OVER () AS active, SUM(COUNT(*)) OVER () AS all_books "
    "      FROM book WHERE year BETWEEN ? AND ? GROUP BY author_id) AS ranked "
    "JOIN author ON author.id = ranked.author_id "
    "WHERE ranked.books * ranked.active >= ranked.all_books ORDER BY ranked.place, author.id";

Response fast(const Request& request, Services& services) {
  const std::int64_t first_year = last_year + 1 - request.knobs.integer("years");
  return page(services, services.db.query<Entry>(ranked_above_the_mean, first_year, last_year));
}
// [/fast]

}  // namespace

Case raw_sql() {
  return {
      .page = "the authors of the last years with at least the mean number of books, ranked",
      .knobs =
          {
              {.name = "years",
               .help = "number of years, up to and including 2025",
               .initial = 2,
               .minimum = 1,
               .maximum = 16,
               .ladder = {1, 2, 4, 8}},
              dataset_knob(),
          },
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "one query per author for the books; authors counted, filtered and ranked in code",
               .run = slow,
               .labels = {{.name = "raw-sql"}},
               .headline = Headline{.key = Key::sql}},
              {.name = "fast",
               .pace = Pace::fast,
               .summary = "one hand-written query with grouping and a window function",
               .run = fast},
          },
      .claims =
          {
              {"slow", Key::sql, 1 + member("authors active in the range", "active")},
              {"fast", Key::sql, 1},
              {"fast", Key::rows, items("authors shown", "authors")},
          },
  };
}

}  // namespace caseload::cases
