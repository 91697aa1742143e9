#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

using orm::Book;

constexpr std::size_t max_tags = 3;

// "crime, letters, music"
std::string shelf_of(const Book& book) {
  std::string text;
  std::size_t shown = 0;
  for (const orm::Tag& tag : book.tags()) {
    if (shown++ == max_tags) break;
    if (!text.empty()) text += ", ";
    text += tag.name();
  }
  return text;
}

// "4 stars from our readers"; a card without a rating says nothing.
std::string verdict_on(const Book& book) {
  const auto& rating = book.rating();
  if (!rating || rating->front() < '3') return "";
  return rating->substr(0, 1) + " stars from our readers";
}

Response show(const Request& request, Services& services) {
  orm::Session session(services.db);
  const auto books = session.query<Book>()
                         .join(&Book::author)
                         .prefetch(&Book::tags)
                         .prefetch(&Book::reviews)
                         .order_by_descending(&Book::year)
                         .limit(request.knobs.n())
                         .all();
  Rows cards({"title", "author", "born", "shelf", "verdict", "price"});
  for (const Book& book : books)
    cards.add(book.title(), book.author().name(), book.author().born(), shelf_of(book), verdict_on(book),
              book.price());
  return services.page(Value::object({{"cards", std::move(cards)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage shelf_talkers() {
  return {
      .summary = "cards to print and put below the books on a shelf",
      .why =
          "The reviews of all books are prefetched with their texts, from the days when a card quoted one of "
          "them. Today it prints the rating, which is a column of the book, and no review is ever looked at.",
      .knobs = {items_knob("cards to print", 2'560), dataset_knob()},
      .run = show,
      .labels = {{.name = "unused-prefetch"}},
  };
}

}  // namespace caseload::gallery
