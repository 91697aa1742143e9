#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

using orm::Book;
using orm::Review;

constexpr std::size_t reviews_shown = 3;

// The page unfolds the reviews of books that divide opinions: somebody gave five stars and somebody one.
bool divides_opinions(const Book& book) {
  bool has_best = false, has_worst = false;
  for (const Review& review : book.reviews()) {
    has_best = has_best || review.rating() == 5;
    has_worst = has_worst || review.rating() == 1;
  }
  return has_best && has_worst;
}

Rows unfolded(const Book& book) {
  Rows rows({"stars", "text"});
  if (!divides_opinions(book)) return rows;
  for (const Review& review : book.reviews()) {
    if (rows.size() == reviews_shown) break;
    if (review.rating() != 3) rows.add(review.rating(), review.body());
  }
  return rows;
}

Response show(const Request& request, Services& services) {
  orm::Session session(services.db);
  const auto books = session.query<Book>()
                         .only(&Book::title, &Book::rating)
                         .order_by(&Book::id)
                         .limit(request.knobs.n())
                         .prefetch(&Book::reviews)
                         .all();
  Rows rows({"title", "rating", "reviews"});
  for (const Book& book : books) rows.add(book.title(), book.rating(), unfolded(book));
  return services.page(Value::object({{"books", std::move(rows)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage reviews_unfold() {
  return {
      .summary = "a list of books; where readers disagree, some of their reviews unfold",
      .why =
          "Innocent: for most books no review is printed, but which books these are depends on the stars "
          "of all their reviews.",
      .knobs = {items_knob("books on the page", 2'560), dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
