#include <array>

#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

using orm::Book;

// The newest praise of a book on the podium.
constexpr std::string_view praise_sql =
    "SELECT r.body, c.name FROM review AS r JOIN customer AS c ON c.id = r.customer_id "
    "WHERE r.book_id = ? AND r.rating >= 4 ORDER BY r.id DESC LIMIT 1";

struct Praise {
  std::string text, reader;
  static constexpr auto columns = std::tuple(&Praise::text, &Praise::reader);
};

constexpr std::array<std::string_view, 3> medals{"gold", "silver", "bronze"};

Value place_of(const Book& book, std::size_t place, Database& db) {
  Value entry =
      Value::object({{"title", book.title()}, {"author", book.author().name()}, {"year", book.year()}});
  if (place >= medals.size()) return entry;
  entry.set("medal", medals[place]);
  if (const auto praise = db.query_one<Praise>(praise_sql, book.id()))
    entry.set("praise", Value::object({{"text", praise->text}, {"reader", praise->reader}}));
  return entry;
}

Response show(const Request& request, Services& services) {
  const auto books = orm::Session(services.db)
                         .query<Book>()
                         .only(&Book::title, &Book::year)
                         .only(&Book::author, &orm::Author::name)
                         .order_by_descending(&Book::year)
                         .limit(request.knobs.n())
                         .all();
  Value places = Value::list();
  for (std::size_t place = 0; place < books.size(); ++place)
    places.add(place_of(books[place], place, services.db));
  return services.page(Value::object({{"places", std::move(places)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage season_podium() {
  return {
      .summary = "the season's books in the order of their arrival, the first three with a reader's praise",
      .why =
          "Innocent: the praise is queried inside the loop, but only for the three books on the podium, "
          "however "
          "long the list below them is.",
      .knobs = {items_knob("books on the page", 2'560), dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
