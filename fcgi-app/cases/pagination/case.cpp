#include <algorithm>

#include "core/errors.hpp"
#include "core/text.hpp"
#include "shop/services.hpp"
#include "shop/shop_size.hpp"

namespace caseload::cases {

namespace {

// [shared]
constexpr std::int64_t books_per_page = 50;
constexpr std::int64_t books_fetched = books_per_page + 1;  // one more shows if a next page exists
constexpr std::int64_t last_page = 4'000;                   // highest page number accepted

struct Book {
  std::int64_t id, year;
  std::string title, price;
  static constexpr auto columns = std::tuple(&Book::id, &Book::year, &Book::title, &Book::price);
};

// A place in the list. "year,id" is the last row of the previous page; "year,id,back" is the first row of the
// page that comes next.
struct Place {
  std::int64_t year, id;
  bool is_back;
};

std::optional<Place> place_in(std::string_view text) {
  const bool is_back = text.ends_with(",back");
  if (is_back) text.remove_suffix(5);
  const std::size_t comma = text.find(',');
  if (comma == text.npos) return std::nullopt;
  const auto year = whole_number(text.substr(0, comma));
  const auto id = whole_number(text.substr(comma + 1));
  if (!year || !id) return std::nullopt;
  return Place{.year = *year, .id = *id, .is_back = is_back};
}

void check_place(std::string_view text) {
  if (!text.empty() && !place_in(text))
    throw BadRequest("the parameter after must be the year,id of a book, as in the links of the pages");
}

std::string link(const Knobs& knobs, std::int64_t page, const Book* after, const char* direction = "") {
  Knobs there = knobs;
  there.set("page", std::to_string(page));
  there.set("after", after ? std::to_string(after->year) + "," + std::to_string(after->id) + direction : "");
  return "?" + there.query_string();
}

// `books`: the books of the page. Are there others before and after them? The links name books, so that they
// lead on even if rows were added or removed; the numbers of the pages are then only about right.
Response show(const Request& request, Services& services, const std::vector<Book>& books, bool has_previous,
              bool has_next) {
  const std::int64_t page = request.knobs.page();
  if (books.empty()) throw NotFound("the list of books ends before page " + std::to_string(page));
  Rows rows({"title", "year", "price"});
  for (const Book& book : books) rows.add(book.title, book.year, book.price);
  Value first, previous, next;
  if (has_previous) {
    first = link(request.knobs, 1, nullptr);
    previous = link(request.knobs, std::max<std::int64_t>(page - 1, 1), &books.front(), ",back");
  }
  if (has_next && page < last_page) next = link(request.knobs, page + 1, &books.back());
  return services.page(Value::object({{"page", page},
                                      {"books", std::move(rows)},
                                      {"first", std::move(first)},
                                      {"previous", std::move(previous)},
                                      {"next", std::move(next)}}));
}

// `books`: those of the page, plus one more if there is a next page.
Response show_forward(const Request& request, Services& services, std::vector<Book> books) {
  const bool has_next = books.size() > books_per_page;
  if (has_next) books.pop_back();
  return show(request, services, books, request.knobs.page() > 1, has_next);
}
// [/shared]

// [slow]
constexpr std::string_view all_books = "SELECT id, year, title, price FROM book ORDER BY year, id";

Response slow(const Request& request, Services& services) {
  // [!] All books are fetched, and 51 of them are used.
  std::vector<Book> books = services.db.query<Book>(all_books);
  const auto stored = static_cast<std::int64_t>(books.size());
  const std::int64_t begin = std::min((request.knobs.page() - 1) * books_per_page, stored);
  const std::int64_t end = std::min(begin + books_fetched, stored);
  return show_forward(request, services, {books.begin() + begin, books.begin() + end});
}
// [/slow]

// [offset]
// [!] The database reads and discards every row before the offset.
constexpr std::string_view books_from =
    "SELECT id, year, title, price FROM book ORDER BY year, id LIMIT ? OFFSET ?";

Response offset(const Request& request, Services& services) {
  return show_forward(
      request, services,
      services.db.query<Book>(books_from, books_fetched, (request.knobs.page() - 1) * books_per_page));
}
// [/offset]

// [keyset]
constexpr std::string_view first_books = "SELECT id, year, title, price FROM book ORDER BY year, id LIMIT ?";
// Not (year, id) > (?, ?): for that, MariaDB 10.11 reads the index from its start.
constexpr std::string_view books_after =
    "SELECT id, year, title, price FROM book WHERE year >= ? AND (year > ? OR id > ?) "
    "ORDER BY year, id LIMIT ?";
constexpr std::string_view books_before =
    "SELECT id, year, title, price FROM book WHERE year <= ? AND (year < ? OR id < ?) "
    "ORDER BY year DESC, id DESC LIMIT ?";

Response keyset(const Request& request, Services& services) {
  const auto place = place_in(request.knobs.text("after"));
  if (!place) {
    if (request.knobs.page() == 1)
      return show_forward(request, services, services.db.query<Book>(first_books, books_fetched));
    throw BadRequest("page " + std::to_string(request.knobs.page()) +
                     " needs after=year,id of the book before it: follow the links from page 1");
  }
  // [!] Begins at the last book shown. The index leads there, however deep the page is.
  std::vector<Book> books = services.db.query<Book>(place->is_back ? books_before : books_after, place->year,
                                                    place->year, place->id, books_fetched);
  if (!place->is_back) return show_forward(request, services, std::move(books));
  if (books.empty()) throw NotFound("no books are left before that place; the list begins on page 1");
  const bool has_previous = books.size() > books_per_page;
  if (has_previous) books.pop_back();
  std::reverse(books.begin(), books.end());
  // The page that the link was on comes next.
  return show(request, services, books, has_previous, true);
}
// [/keyset]

}  // namespace

Case pagination() {
  return {
      .page = "books by year, 50 on a page",
      .knobs = {page_knob(last_page),
                {.name = "after",
                 .type = KnobType::text,
                 .help = "year,id of the last book on the previous page; keyset needs it from page 2 on",
                 .check_text = check_place},
                dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "the whole list fetched, then sliced in code",
               .run = slow,
               .labels = {{.name = "pagination"}},
               .headline = Headline{.key = Key::rows}},
              {.name = "offset",
               .pace = Pace::slow,
               .summary = "LIMIT and OFFSET: all rows are read and sorted, then those up to the end of the "
                          "page are read again",
               .run = offset,
               .labels = {{.name = "pagination"}},
               .headline = Headline{.key = Key::rows_examined, .knobs = {{"page", "150"}}}},
              {.name = "keyset",
               .pace = Pace::fast,
               .summary = "the rows after the last one shown, found through the index; one more tells "
                          "whether there is a next page",
               .run = keyset},
          },
      .claims =
          {
              {"slow", Key::rows, stored_books()},
              {"slow", Key::sql, 1},
              {"offset", Key::rows, books_fetched},
              {"offset", Key::rows_examined, at_least(books_per_page * (knob("page") - 1) + books_fetched)},
              {"offset", Key::sql, 1},
              {"keyset", Key::rows, books_fetched},
              {"keyset", Key::rows_examined, at_most(books_fetched)},
              {"keyset", Key::sql, 1},
          },
      .demo = {{.title = "first page"}, {.title = "a deep page", .knobs = {{"page", "150"}}}},
      .growth =
          {
              {.variant = "slow", .key = Key::rows, .over = "dataset", .shape = Growth::Shape::grows},
              {.variant = "offset", .key = Key::rows, .over = "dataset", .shape = Growth::Shape::constant},
              {.variant = "offset", .key = Key::rows_examined, .over = "page", .shape = Growth::Shape::grows},
              {.variant = "keyset",
               .key = Key::rows_examined,
               .over = "page",
               .shape = Growth::Shape::constant},
              {.variant = "keyset",
               .key = Key::rows_examined,
               .over = "dataset",
               .shape = Growth::Shape::constant},
          },
  };
}

}  // namespace caseload::cases
