#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view chart_sql =
    "SELECT i.book_id, b.title, CAST(SUM(i.quantity * i.price * 100) AS SIGNED) AS cents "
    "FROM customer_order o "
    "INNER JOIN order_item i ON i.order_id = o.id "
    "INNER JOIN book b ON b.id = i.book_id "
    "WHERE o.placed_at >= '2025-07-01' AND o.placed_at < '2026-01-01' "
    "AND o.status NOT IN ('cancelled', 'returned') "
    "GROUP BY i.book_id, b.title ORDER BY cents DESC, i.book_id LIMIT 100";
constexpr std::size_t shown = 5;

struct Place {
  std::int64_t book_id;
  std::string title;
  std::int64_t cents;
  static constexpr auto columns = std::tuple(&Place::book_id, &Place::title, &Place::cents);
};

// The box beside the book: the first places, and the book's own place if it is in the chart.
Value box_for(std::int64_t book, const std::vector<Place>& chart) {
  Value first = Value::list(), own;
  for (std::size_t at = 0; at < chart.size(); ++at) {
    const Place& place = chart[at];
    if (at < shown) first.add(Value::object({{"title", place.title}, {"revenue", price_of(place.cents)}}));
    if (place.book_id == book) own = Value(at + 1);
  }
  return Value::object({{"first", std::move(first)}, {"own", std::move(own)}});
}

Response show(const Request& request, Services& services) {
  const auto id = request.knobs.integer("book");
  const auto book = orm::Session(services.db)
                        .query<orm::Book>()
                        .join(&orm::Book::author)
                        .only(&orm::Book::title, &orm::Book::price, &orm::Book::year)
                        .only(&orm::Book::author, &orm::Author::name)
                        .where(&orm::Book::id, id)
                        .first();
  if (!book) throw NotFound("there is no book " + std::to_string(id));
  const auto chart = services.db.query<Place>(chart_sql);
  return services
      .page(Value::object({{"title", book->title()},
                           {"author", book->author().name()},
                           {"price", book->price()},
                           {"year", book->year()},
                           {"box", box_for(id, chart)}}))
      .set("Cache-Control", "private");
}

}  // namespace

GalleryPage best_seller_rank() {
  return {
      .summary = "a book and its place in the shop's chart",
      .why =
          "The chart of the half-year is the same for every book and visitor, but every request "
          "computes it again from all orders.",
      .knobs = {{.name = "book", .help = "id of the book", .initial = 17, .minimum = 1, .maximum = 10'000},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "query-cache"}}};
}

}  // namespace caseload::gallery
