#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::int64_t per_page = 25, last_page = 4;

constexpr std::string_view page_sql =
    "SELECT page.title, a.name, page.year, page.price FROM "
    "(SELECT id, title, author_id, year, price FROM book FORCE INDEX (idx_book_year_id) "
    "ORDER BY year DESC, id DESC LIMIT ? OFFSET ?) AS page "
    "LEFT JOIN author AS a ON a.id = page.author_id ORDER BY page.year DESC, page.id DESC";

struct Book {
  std::string title, author;
  std::int64_t year;
  std::string price;
  static constexpr auto columns = std::tuple(&Book::title, &Book::author, &Book::year, &Book::price);
};

// "?page=2" for the pages beside this one.
Value link_to(Knobs knobs, std::int64_t page) {
  if (page < 1 || page > last_page) return {};
  knobs.set("page", std::to_string(page));
  return "?" + knobs.query_string();
}

Response show(const Request& request, Services& services) {
  const std::int64_t page = request.knobs.page();
  const auto books = services.db.query<Book>(page_sql, per_page, (page - 1) * per_page);
  Rows rows({"place", "title", "author", "year", "price"});
  for (const Book& book : books)
    rows.add((page - 1) * per_page + static_cast<std::int64_t>(rows.size()) + 1, book.title, book.author,
             book.year, book.price);
  return services
      .page(Value::object({{"books", std::move(rows)},
                           {"previous", link_to(request.knobs, page - 1)},
                           {"next", link_to(request.knobs, page + 1)}}))
      .set("Cache-Control", "private");
}

}  // namespace

GalleryPage first_chart_pages() {
  return {
      .summary = "the hundred newest books on four pages",
      .why =
          "The pages are fetched with OFFSET, but there are only four of them, so the last one skips 75 rows "
          "of an index.",
      .knobs = {{.name = "page",
                 .help = "page of the list",
                 .initial = 1,
                 .minimum = 1,
                 .maximum = last_page,
                 .ladder = {1, 2, 4}},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
