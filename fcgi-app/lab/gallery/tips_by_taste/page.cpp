#include <algorithm>

#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

using orm::Book;
using orm::Review;
using orm::Tag;

// A reader's taste, as the app sends it in a cookie: two words.
struct Taste {
  std::string_view mood, genre;
};

Taste taste_of(const Request& request) {
  const std::string_view cookie = request.cookie("taste").value_or("dark.crime");
  const std::size_t dot = cookie.find('.');
  if (dot == cookie.npos) return {.mood = cookie, .genre = cookie};
  return {.mood = cookie.substr(0, dot), .genre = cookie.substr(dot + 1)};
}

double score_of(const Book& book, const Taste& taste) {
  double score = 0;
  for (const Tag& tag : book.tags()) {
    if (tag.name().starts_with(taste.mood)) score += 1;
    if (tag.name().ends_with(taste.genre)) score += 2;
  }
  for (const Review& review : book.reviews()) score += static_cast<double>(review.rating() - 3) / 10;
  return score;
}

Response show(const Request& request, Services& services) {
  const Taste taste = taste_of(request);
  orm::Session session(services.db);
  const auto books = session.query<Book>()
                         .only(&Book::title, &Book::price)
                         .order_by_descending(&Book::year)
                         .limit(request.knobs.n())
                         .prefetch(&Book::tags)
                         .prefetch(&Book::reviews)
                         .all();
  std::vector<std::pair<double, const Book*>> ranked;
  for (const Book& book : books) ranked.emplace_back(score_of(book, taste), &book);
  std::ranges::stable_sort(ranked, [](const auto& a, const auto& b) { return a.first > b.first; });

  Rows rows({"title", "price"});
  for (const auto& [score, book] : ranked) rows.add(book->title(), book->price());
  return services.page(Value::object({{"books", std::move(rows)}}))
      .set("Cache-Control", "private")
      .set("Vary", "Accept, Cookie");
}

}  // namespace

GalleryPage tips_by_taste() {
  return {
      .summary = "the newest books, ranked for a reader's taste",
      .why =
          "All reviews of the books are loaded with their texts, and only their stars count. The tags and "
          "the "
          "stars decide about the order, although neither is on the page.",
      .knobs = {items_knob("books on the page", 640), dataset_knob()},
      .run = show,
      .labels = {{.name = "deferred-loading"}},
  };
}

}  // namespace caseload::gallery
