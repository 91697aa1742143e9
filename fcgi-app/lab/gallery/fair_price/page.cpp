#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

using orm::Book;

struct Mean {
  double price;
  static constexpr auto columns = std::tuple(&Mean::price);
};

// What a book of that year costs on average, without those that are free.
double usual_price(Database& db, std::int64_t year) {
  const auto mean = db.query_one<Mean>(
      "select cast(coalesce(avg(price), 0) as double) from book where year = ? and price > 0", year);
  return mean ? mean->price : 0;
}

std::string_view badge_for(const Book& book, Database& db) {
  const double price = std::stod(std::string(book.price()));
  if (price == 0) return "free";
  const double usual = usual_price(db, book.year());
  if (price < 0.75 * usual) return "good price";
  return price > 1.5 * usual ? "collector's edition" : "";
}

Response run(const Request& request, Services& services) {
  orm::Session session(services.db);
  const auto books = session.query<Book>()
                         .where(&Book::year, 2024)
                         .only(&Book::title, &Book::year, &Book::price)
                         .order_by(&Book::id)
                         .limit(request.knobs.n())
                         .all();
  Rows rows({"title", "price", "badge"});
  rows.reserve(books.size());
  for (const Book& book : books) rows.add(book.title(), book.price(), badge_for(book, services.db));
  return services.page(Value::object({{"books", std::move(rows)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage fair_price() {
  return {
      .summary = "the books of 2024 with a badge for those that are cheap for their year",
      .why =
          "The badge asks for the mean price of the book's year, and all books on the page are of the same "
          "year: the same aggregate is computed again for each of them.",
      .knobs = {items_knob("books on the page", 640), dataset_knob()},
      .run = run,
      .labels = {{.name = "repeated-query"}},
  };
}

}  // namespace caseload::gallery
