#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

using orm::Author;
using orm::Book;

std::string_view band_of(std::string_view price) {
  return price.size() > 5 ? "collector's piece" : price.size() == 5 ? "for the shelf" : "pocket money";
}

// The window of the antiquarian department.
Response show(const Request& request, Services& services) {
  orm::Session session(services.db);
  const auto books = session.query<Book>()
                         .only(&Book::title, &Book::year, &Book::price)
                         .only(&Book::author, &Author::name)
                         .where(&Book::year, orm::Compare::at_most, request.knobs.integer("until"))
                         .order_by_descending(&Book::price)
                         .limit(request.knobs.n())
                         .all();
  Rows rows({"title", "author", "year", "price", "band"});
  for (const Book& book : books)
    rows.add(book.title(), book.author().name(), book.year(), book.price(), band_of(book.price()));
  return services.page(Value::object({{"until", request.knobs.integer("until")}, {"books", std::move(rows)}}))
      .set("Cache-Control", "private, max-age=60");
}

}  // namespace

GalleryPage dearest_since() {
  return {
      .summary = "the antiquarian department: the most expensive books up to a year",
      .why =
          "No index has the prices in order, so almost all books are read with their authors and sorted "
          "to show the first ones. An index on the price would deliver them from its end.",
      .knobs = {items_knob("books on the page", 640),
                {.name = "until", .help = "year", .initial = 2'024, .minimum = 1'950, .maximum = 2'025},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "filesort"}},
      .known_miss =
          "the plan does not show that nearly all books are of these years: for a narrow range, sorting is "
          "the best way",
  };
}

}  // namespace caseload::gallery
