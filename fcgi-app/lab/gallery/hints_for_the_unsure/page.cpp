#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

using orm::Book;

constexpr std::string_view convincing = "3.50";

// Ratings have one digit before the point, so they compare as text.
bool is_convincing(const Book& book) {
  return book.rating() && *book.rating() >= convincing;
}

Value hints_for(const Book& book) {
  Value hints = Value::list();
  for (const orm::Tag& tag : book.tags()) hints.add(Value::object({{"name", tag.name()}}));
  return hints;
}

Response show(const Request& request, Services& services) {
  const auto books = orm::Session(services.db)
                         .query<Book>()
                         .join(&Book::author)
                         .prefetch(&Book::tags)
                         .order_by_descending(&Book::year)
                         .limit(request.knobs.n())
                         .all();
  Value list = Value::list();
  for (const Book& book : books) {
    Value entry =
        Value::object({{"title", book.title()}, {"author", book.author().name()}, {"price", book.price()}});
    if (is_convincing(book))
      entry.set("rating", Value(*book.rating()));
    else
      entry.set("hints", hints_for(book));
    list.add(std::move(entry));
  }
  return services.page(Value::object({{"books", std::move(list)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage hints_for_the_unsure() {
  return {
      .summary = "the newest books: with their rating if it is good, or else with what they are about",
      .why =
          "Innocent: the tags of some books are fetched and not shown, but which ones depends on their "
          "ratings. "
          "One query for 200 books loads them all.",
      .knobs = {items_knob("books on the page", 2'560), dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
