#include <algorithm>
#include <span>

#include "shop/services.hpp"

namespace caseload::cases {

namespace {

// [shared]
constexpr std::int64_t reading_list = 1;
constexpr std::int64_t since = 2015;

struct Book {
  std::string title, price;
  std::int64_t year;
  static constexpr auto columns = std::tuple(&Book::title, &Book::year, &Book::price);
};

Response show(Services& services, const std::vector<Book>& books) {
  Rows rows({"title", "year", "price"});
  for (const Book& book : books) rows.add(book.title, book.year, book.price);
  return services.page(Value::object({{"since", since}, {"books", std::move(rows)}}));
}

struct Entry {
  std::int64_t book_id;
  static constexpr auto columns = std::tuple(&Entry::book_id);
};

// The ids of the first n books on the list, in ascending order.
std::vector<Entry> ids_on_the_list(Database& db, std::int64_t n) {
  return db.query<Entry>(
      "SELECT book_id FROM reading_list_entry WHERE list_id = ? AND position <= ? ORDER BY book_id",
      reading_list, n);
}

// Those of the books that are new.
std::vector<Book> new_books_among(Database& db, std::span<const Entry> ids) {
  std::string sql = "SELECT title, year, price FROM book WHERE year >= ? AND id IN (";
  std::vector<Parameter> values{to_parameter(since)};
  for (const Entry& entry : ids) {
    // [!] A placeholder and a parameter for each id.
    sql += values.size() == 1 ? "?" : ", ?";
    values.push_back(to_parameter(entry.book_id));
  }
  Cursor cursor = db.run(sql + ") ORDER BY id", values);
  std::vector<Book> books;
  while (cursor.next()) books.push_back(map_row<Book>(cursor));
  return books;
}
// [/shared]

// [slow]
Response slow(const Request& request, Services& services) {
  const std::vector<Entry> ids = ids_on_the_list(services.db, request.knobs.n());
  // [!] The database has just sent these ids. All of them go back to it in one query, however many they are.
  return show(services, new_books_among(services.db, ids));
}
// [/slow]

// [chunks]
constexpr std::size_t chunk = 500;

Response chunks(const Request& request, Services& services) {
  const std::vector<Entry> ids = ids_on_the_list(services.db, request.knobs.n());
  std::vector<Book> books;
  for (std::size_t first = 0; first < ids.size(); first += chunk) {
    // [!] 500 ids at a time: a longer list takes more queries, but each stays bounded.
    const auto some = std::span(ids).subspan(first, std::min(chunk, ids.size() - first));
    std::ranges::move(new_books_among(services.db, some), std::back_inserter(books));
  }
  return show(services, books);
}
// [/chunks]

// [fast]
// [!] The ids stay in the database, which joins the list with the books.
constexpr std::string_view new_books_on_the_list =
    "SELECT book.title, book.year, book.price "
    "FROM reading_list_entry AS entry JOIN book ON book.id = entry.book_id "
    "WHERE entry.list_id = ? AND entry.position <= ? AND book.year >= ? ORDER BY book.id";

Response fast(const Request& request, Services& services) {
  return show(services,
              services.db.query<Book>(new_books_on_the_list, reading_list, request.knobs.n(), since));
}
// [/fast]

KnobSpec list_knob() {
  KnobSpec books = items_knob("books on the reading list", 10'000);  // as schema.sql makes it
  books.ladder = {10, 40, 160, 640, 2'560};
  return books;
}

}  // namespace

Case unbounded_in() {
  const Formula n = knob("n"), shown = items("books shown", "books");
  return {
      .page = "the books of a reading list that appeared since 2015",
      .knobs = {list_knob(), dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "all ids of the list fetched, then sent back in one IN (?, ?, ...), one parameter "
                          "for each id",
               .run = slow,
               .labels = {{.name = "unbounded-in"}},
               .headline =
                   Headline{.key = Key::sql_parameters, .second = Key::rows, .knobs = {{"n", "2560"}}}},
              {.name = "chunks",
               .pace = Pace::fast,
               .summary = "the ids fetched as well, and sent back 500 at a time",
               .run = chunks},
              {.name = "fast",
               .pace = Pace::fast,
               .summary = "a JOIN with the list's table: no ids are fetched and sent back",
               .run = fast},
          },
      .claims =
          {
              {"slow", Key::sql_parameters, (n + 1).remark("1 for the year")},
              {"slow", Key::sql, 2},
              {"slow", Key::rows, n + shown},
              {"chunks", Key::sql_parameters,
               (smaller_of(n, std::int64_t{chunk}) + 1).remark("1 for the year")},
              {"chunks", Key::sql, 1 + chunks_of(n, chunk)},
              {"chunks", Key::rows, n + shown},
              {"fast", Key::sql_parameters, 3},
              {"fast", Key::sql, 1},
              {"fast", Key::rows, shown},
          },
      .demo = {{.title = "a short list"}, {.title = "a long list", .knobs = {{"n", "2560"}}}},
      .growth =
          {
              {.variant = "slow", .key = Key::sql_parameters, .over = "n", .shape = Growth::Shape::grows},
              {.variant = "fast", .key = Key::sql_parameters, .over = "n", .shape = Growth::Shape::constant},
          },
  };
}

}  // namespace caseload::cases
