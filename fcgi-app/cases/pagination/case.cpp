#include <algorithm>

#include "core/errors.hpp"
#include "core/text.hpp"
#include "shop/services.hpp"
#include "shop/shop_size.hpp"

namespace caseload::cases {

namespace {

// [shared]
constexpr std::int64_t books_on_a_page = 50;
constexpr std::int64_t fetched_for_a_page = books_on_a_page + 1;  // one more tells whether there is a next
constexpr std::int64_t last_page = 4'000;                         // that may be asked for

struct Book {
  std::int64_t id, year;
  std::string title, price;
  static constexpr auto columns = std::tuple(&Book::id, &Book::year, &Book::title, &Book::price);
};

// A place in the list, "year,id": the last row of the page before; or "year,id,back": the first row of the
// page behind.
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
    throw BadRequest("after must be year,id of a book, as the links of the pages have it");
}

std::string link(const Knobs& knobs, std::int64_t page, const Book* after, const char* direction = "") {
  Knobs there = knobs;
  there.set("page", std::to_string(page));
  there.set("after", after ? std::to_string(after->year) + "," + std::to_string(after->id) + direction : "");
  return "?" + there.query_string();
}

// `books`: those of the page, and one more if there is a page behind it.
Response show(const Request& request, Services& services, const std::vector<Book>& books) {
  const std::int64_t page = request.knobs.page();
  if (books.empty()) throw NotFound("the list of books ends before page " + std::to_string(page));
  const std::size_t shown = std::min(books.size(), static_cast<std::size_t>(books_on_a_page));
  Value rows = Value::list();
  for (std::size_t i = 0; i < shown; ++i) {
    rows.add(Value::object({{"title", books[i].title}, {"year", books[i].year}, {"price", books[i].price}}));
  }
  Value first, previous, next;
  if (page > 1) first = link(request.knobs, 1, nullptr);
  if (page == 2) previous = first;
  if (page > 2) previous = link(request.knobs, page - 1, &books.front(), ",back");
  if (books.size() > shown && page < last_page) next = link(request.knobs, page + 1, &books[shown - 1]);
  return services.page(Value::object({{"page", page},
                                      {"books", std::move(rows)},
                                      {"first", std::move(first)},
                                      {"previous", std::move(previous)},
                                      {"next", std::move(next)}}));
}
// [/shared]

// [slow]
constexpr std::string_view all_books = "SELECT id, year, title, price FROM book ORDER BY year, id";

Response slow(const Request& request, Services& services) {
  std::vector<Book> books = services.db.query<Book>(all_books);
  const auto stored = static_cast<std::int64_t>(books.size());
  const std::int64_t begin = std::min((request.knobs.page() - 1) * books_on_a_page, stored);
  const std::int64_t end = std::min(begin + fetched_for_a_page, stored);
  return show(request, services, {books.begin() + begin, books.begin() + end});
}
// [/slow]

// [offset]
constexpr std::string_view books_from =
    "SELECT id, year, title, price FROM book ORDER BY year, id LIMIT ? OFFSET ?";

Response offset(const Request& request, Services& services) {
  return show(
      request, services,
      services.db.query<Book>(books_from, fetched_for_a_page, (request.knobs.page() - 1) * books_on_a_page));
}
// [/offset]

// [keyset]
constexpr std::string_view first_books = "SELECT id, year, title, price FROM book ORDER BY year, id LIMIT ?";
// Not (year, id) > (?, ?), for which MariaDB walks the index from its start.
constexpr std::string_view books_after =
    "SELECT id, year, title, price FROM book WHERE year >= ? AND (year > ? OR id > ?) "
    "ORDER BY year, id LIMIT ?";
constexpr std::string_view books_before =
    "SELECT id, year, title, price FROM book WHERE year <= ? AND (year < ? OR id <= ?) "
    "ORDER BY year DESC, id DESC LIMIT ?";

Response keyset(const Request& request, Services& services) {
  if (request.knobs.page() == 1) {
    return show(request, services, services.db.query<Book>(first_books, fetched_for_a_page));
  }
  const auto place = place_in(request.knobs.text("after"));
  if (!place)
    throw BadRequest("page " + std::to_string(request.knobs.page()) +
                     " needs after=year,id of the book before it: follow the links from page 1");
  std::vector<Book> books = services.db.query<Book>(place->is_back ? books_before : books_after, place->year,
                                                    place->year, place->id, fetched_for_a_page);
  if (place->is_back) std::reverse(books.begin(), books.end());
  return show(request, services, books);
}
// [/keyset]

std::int64_t stored_books(const ClaimContext& in) {
  return seeded_books(in.knobs);
}

std::int64_t one_more_than_a_page(const ClaimContext&) {
  return fetched_for_a_page;
}

std::int64_t one(const ClaimContext&) {
  return 1;
}

}  // namespace

Case pagination() {
  return {
      .title = "Pages of a long list",
      .category = Category::templates_and_views,
      .page = "books by year, 50 on a page",
      .lesson =
          {
              .symptom =
                  "The first pages of a list are quick, the later ones slow, and a crawler that follows "
                  "\"next\" to the end brings the database to its knees. Or every page is slow, the more so "
                  "the more there is in the table.",
              .why = "`slow` asks for the whole list and throws all but 50 rows away in code. `offset` "
                     "leaves the cutting to the database, which sends 50 rows but has to walk past all that "
                     "come before: LIMIT 50 OFFSET 150000 reads 150,050 index entries and rows. An index "
                     "gives the order, not the place of the 150,001st entry.",
              .recognise =
                  "Rows *sent* grow with the table while the page stays as long as it was: the whole list is "
                  "fetched. Rows sent stay and rows *examined* grow with the page's number: an offset. Look "
                  "at a page far behind, not at the first.",
              .fix = "Remember the last row shown and ask for those after it: `year >= ? AND (year > ? OR id "
                     "> ?) ORDER BY year, id LIMIT 51`. With an index on (year, id) the database begins "
                     "right there, on each page alike. The key must be unique, so the id comes last; the "
                     "51st row says whether there is a next page.",
              .caution =
                  "Such links lead forward and back, not to page 137, and the page's number is only "
                  "carried along. Rows that come or go in front don't shift what is shown, which is mostly "
                  "what readers want. Each order needs an index and a condition of its own. For a list of "
                  "some hundred rows an offset is simpler and good enough, with a limit on how deep it goes. "
                  "Row comparison `(year, id) > (?, ?)` reads better, but see what your server makes of it: "
                  "MariaDB 10.11 walks the index from its start.",
              .twins =
                  {
                      {.system = "Django",
                       .slow = "Paginator(Book.objects.order_by(\"year\", \"id\"), 50).page(p)  # LIMIT 50 "
                               "OFFSET ..., and a COUNT(*)",
                       .fast = "after = Q(year__gt=year) | Q(year=year, id__gt=id)\n"
                               "Book.objects.filter(after, year__gte=year).order_by(\"year\", \"id\")[:51]"},
                      {.system = "Rails",
                       .slow = "Book.order(:year, :id).offset((p - 1) * 50).limit(50)",
                       .fast = "Book.where(year: year..)\n    .where(\"year > ? OR id > ?\", year, id)\n"
                               "    .order(:year, :id).limit(51)"},
                      {.system = "Hibernate",
                       .slow = "em.createQuery(\"from Book b order by b.year, b.id\", Book.class)\n"
                               "    .setFirstResult((p - 1) * 50).setMaxResults(50).getResultList();",
                       .fast = "em.createQuery(\"from Book b where b.year >= :year and (b.year > :year or "
                               "b.id > :id)\"\n    + \" order by b.year, b.id\", Book.class)\n"
                               "    .setParameter(\"year\", year).setParameter(\"id\", "
                               "id).setMaxResults(51).getResultList();"},
                      {.system = "SQL",
                       .slow = "SELECT id, title FROM book ORDER BY year, id LIMIT 50 OFFSET 150000;",
                       .fast = "SELECT id, title FROM book\nWHERE year >= 2024 AND (year > 2024 OR id > "
                               "8127)\nORDER BY year, id LIMIT 51;"},
                  },
          },
      .knobs = {page_knob(last_page),
                {.name = "after",
                 .kind = KnobKind::text,
                 .help = "year,id of the last book of the page before; keyset needs it from page 2 on",
                 .check_text = check_place},
                dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "the whole list fetched, the page cut out of it in code",
               .run = slow},
              {.name = "offset",
               .pace = Pace::slow,
               .summary = "LIMIT and OFFSET: the database walks past all rows before the page",
               .run = offset},
              {.name = "keyset",
               .pace = Pace::fast,
               .summary = "the rows after the last one shown, found by the index",
               .run = keyset},
          },
      .claims =
          {
              {.variant = "slow",
               .key = "rows",
               .formula = "the table: 10,000 books at x1, 40,000 at x4, 160,000 at x16",
               .value = stored_books},
              {.variant = "slow", .key = "sql", .formula = "1", .value = one},
              {.variant = "offset", .key = "rows", .formula = "51", .value = one_more_than_a_page},
              {.variant = "offset",
               .key = "rows-examined",
               .formula = "50 × (page - 1) + 51",
               .value =
                   [](const ClaimContext& in) {
                     return books_on_a_page * (in.knobs.page() - 1) + fetched_for_a_page;
                   },
               .relation = Claim::Relation::at_least},
              {.variant = "offset", .key = "sql", .formula = "1", .value = one},
              {.variant = "keyset", .key = "rows", .formula = "51", .value = one_more_than_a_page},
              {.variant = "keyset",
               .key = "rows-examined",
               .formula = "51",
               .value = one_more_than_a_page,
               .relation = Claim::Relation::at_most},
              {.variant = "keyset", .key = "sql", .formula = "1", .value = one},
          },
      .growth =
          {
              {.variant = "slow", .key = "rows", .over = "dataset", .shape = Growth::Shape::grows},
              {.variant = "offset", .key = "rows", .over = "dataset", .shape = Growth::Shape::constant},
              {.variant = "offset", .key = "rows-examined", .over = "page", .shape = Growth::Shape::grows},
              {.variant = "keyset", .key = "rows-examined", .over = "page", .shape = Growth::Shape::constant},
              {.variant = "keyset",
               .key = "rows-examined",
               .over = "dataset",
               .shape = Growth::Shape::constant},
          },
  };
}

}  // namespace caseload::cases
