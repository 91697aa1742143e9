#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Book {
  std::string title, author;
  std::int64_t year;
  std::string price;
  static constexpr auto columns = std::tuple(&Book::title, &Book::author, &Book::year, &Book::price);
};

// The newest year first, and within a year in the order in which the books were added.
constexpr std::string_view books_by_year = R"(
  SELECT page.title, a.name, page.year, page.price
  FROM (SELECT id, title, author_id, year, price FROM book ORDER BY year DESC, id ASC LIMIT ?) AS page
  LEFT JOIN author AS a ON a.id = page.author_id
  ORDER BY page.year DESC, page.id ASC)";

Response show(const Request& request, Services& services) {
  const auto books = services.db.query<Book>(books_by_year, request.knobs.n());
  Value years = Value::list();
  std::int64_t year = 0;
  for (const Book& book : books) {
    if (book.year != year) years.add(Value::object({{"year", book.year}, {"books", Value::list()}}));
    year = book.year;
    Value* list = &years.items()->back().members()->back().second;
    list->add(Value::object({{"title", book.title}, {"author", book.author}, {"price", book.price}}));
  }
  return services.page(Value::object({{"years", std::move(years)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage new_in_years() {
  return {
      .summary = "the newest books, year by year, in the order of their arrival",
      .why =
          "The index on year and id runs in one direction, and the page wants the years backwards but the "
          "ids "
          "forwards. So all books are read and sorted to show a few. Ids backwards as well, or an index with "
          "a descending year, would deliver them in order.",
      .knobs = {items_knob("books on the page", 2'560), dataset_knob()},
      .run = show,
      .labels = {{.name = "filesort"}},
  };
}

}  // namespace caseload::gallery
