#include <array>
#include <map>

#include "shop/services.hpp"
#include "shop/shop_size.hpp"

namespace caseload::cases {

namespace {

// [shared]
constexpr std::string_view books_sql = "SELECT year, price FROM book";

struct Book {
  std::int64_t year;
  double price;
  static constexpr auto columns = std::tuple(&Book::year, &Book::price);
};

class Histogram {
 public:
  void count(const Book& book) { ++years_[book.year][band_of(book.price)]; }

  Response page(Services& services) const {
    Value years = Value::list();
    for (const auto& [year, counts] : years_) {
      Value bands = Value::list();
      for (const std::int64_t books : counts) bands.add(Value::object({{"books", books}}));
      years.add(Value::object({{"year", year}, {"bands", std::move(bands)}}));
    }
    return services.page(Value::object({{"years", std::move(years)}}));
  }

 private:
  static constexpr std::array<double, 4> band_ends{10, 20, 30, 40};

  static std::size_t band_of(double price) {
    std::size_t band = 0;
    while (band < band_ends.size() && price >= band_ends[band]) ++band;
    return band;
  }

  std::map<std::int64_t, std::array<std::int64_t, band_ends.size() + 1>> years_;
};
// [/shared]

// [slow]
Response slow(const Request&, Services& services) {
  Histogram histogram;
  Cursor books = services.db.run(books_sql, {});  // the driver takes all rows before it gives the first
  while (books.next()) histogram.count(map_row<Book>(books));
  return histogram.page(services);
}
// [/slow]

// [fast]
Response fast(const Request&, Services& services) {
  Histogram histogram;
  services.db.each<Book>(books_sql, [&](const Book& book) {
    histogram.count(book);
    return true;
  });
  return histogram.page(services);
}
// [/fast]

std::int64_t all_books(const ClaimContext& in) {
  return seeded_books(in.knobs);
}

}  // namespace

Case iterator() {
  return {
      .title = "A loop over a stored result",
      .category = Category::memory,
      .page = "how many books of each year cost how much",
      .lesson =
          {
              .symptom =
                  "A report or a nightly job reads a big table in a loop that keeps nothing, and its "
                  "memory still grows with the table. A heap profile of the program's own objects shows "
                  "next to none of it.",
              .why =
                  "The loop takes one row at a time, but the driver does not: by default it reads the whole "
                  "result into its own buffer before it hands out the first row, and keeps it until the "
                  "loop is over. The cursor in the code only walks through that buffer.",
              .recognise =
                  "`mem-peak-driver` grows with what is stored while the answer stays the same size, "
                  "and `mem-peak-app` does not. The first row comes late. From outside: the resident "
                  "memory of the process follows the size of the result, though the language's own "
                  "heap stays small.",
              .fix = "Ask for the rows unbuffered, one by one (a server-side or forward-only cursor, a "
                     "stream). Only some rows are in memory at a time, whatever the table's size.",
              .caution =
                  "Until its last row is read the connection can do nothing else: a query inside the "
                  "loop needs a second connection, or the loop must work in chunks. A slow loop keeps "
                  "the server's cursor, and what it holds, open for as long. An aggregate belongs into "
                  "the database: `GROUP BY` would send a few hundred rows here. Small results are "
                  "better taken whole, since that frees the connection at once.",
              .twins =
                  {
                      {.system = "Django",
                       .slow =
                           "for book in Book.objects.all():  # every object stays in the result cache\n    "
                           "count(book)",
                       .fast = "# PostgreSQL: a server-side cursor. MySQL's driver still stores the result:\n"
                               "# there, go in ranges of the key, or use a cursor of class SSCursor\n"
                               "for book in Book.objects.iterator(chunk_size=2000):\n    count(book)"},
                      {.system = "Rails",
                       .slow = "Book.all.each { |book| count(book) }",
                       .fast =
                           "Book.find_each(batch_size: 1000) { |book| count(book) }  # ranges of the key\n"
                           "# mysql2 alone: client.query(sql, stream: true, cache_rows: false)"},
                      {.system = "Hibernate",
                       .slow =
                           "em.createQuery(\"from Book\", Book.class).getResultList().forEach(this::count);",
                       .fast =
                           "// Connector/J streams with this fetch size only; else it stores the result\n"
                           "try (var books = em.createQuery(\"from Book\", Book.class)\n"
                           "        .setHint(\"org.hibernate.fetchSize\", Integer.MIN_VALUE)\n"
                           "        .getResultStream()) {\n    books.forEach(b -> { count(b); em.detach(b); "
                           "});\n}"},
                      {.system = "SQL",
                       .slow =
                           "-- mysql_store_result(): the client keeps the whole answer\nSELECT year, price "
                           "FROM book;",
                       .fast =
                           "-- mysql_use_result(): row by row; or in ranges of the key\nSELECT year, price "
                           "FROM book WHERE id > ? ORDER BY id LIMIT 1000;"},
                  },
          },
      .knobs = {dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "the driver holds the whole result",
               .run = slow},
              {.name = "fast", .pace = Pace::fast, .summary = "rows are taken one by one", .run = fast},
          },
      .claims =
          {
              {.variant = "slow", .key = "rows", .formula = "all books", .value = all_books},
              {.variant = "slow",
               .key = "mem-peak-driver",
               .formula = "32 bytes a book",
               .value = [](const ClaimContext& in) { return 32 * all_books(in); },
               .relation = Claim::Relation::at_least},
              {.variant = "fast", .key = "rows", .formula = "all books", .value = all_books},
              {.variant = "fast",
               .key = "mem-peak-driver",
               .formula = "200,000 bytes",
               .value = [](const ClaimContext&) { return std::int64_t{200'000}; },
               .relation = Claim::Relation::at_most},
          },
      .growth =
          {
              {.variant = "slow", .key = "mem-peak-driver", .over = "dataset", .shape = Growth::Shape::grows},
              {.variant = "fast",
               .key = "mem-peak-driver",
               .over = "dataset",
               .shape = Growth::Shape::constant},
          },
  };
}

}  // namespace caseload::cases
