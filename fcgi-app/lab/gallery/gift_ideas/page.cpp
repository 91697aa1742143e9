#include "lab/gallery_page.hpp"

#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

using orm::Book;

// A rating sells a book. Where there is no good one, the tags have to say what it is about.
bool needs_tags(const Book& book) {
  const std::optional<std::string>& rating = book.rating();
  return !rating || *rating < "4";
}

std::string tags_of(const Book& book) {
  std::string names;
  for (const orm::Tag& tag : book.tags()) {
    if (!names.empty()) names += ", ";
    names += tag.name();
  }
  return names;
}

Response run(const Request& request, Services& services) {
  orm::Session session(services.db);
  const auto books = session.query<Book>()
                         .join(&Book::author)
                         .prefetch(&Book::tags)
                         .only(&Book::title, &Book::price, &Book::rating)
                         .only(&Book::author, &orm::Author::name)
                         .order_by(&Book::id)
                         .limit(request.knobs.n())
                         .all();
  Value ideas = Value::list();
  for (const Book& book : books) {
    Value idea =
        Value::object({{"title", book.title()}, {"author", book.author().name()}, {"price", book.price()}});
    if (needs_tags(book))
      idea.set("tags", tags_of(book));
    else
      idea.set("rating", *book.rating());
    ideas.add(std::move(idea));
  }
  return services.page(Value::object({{"ideas", std::move(ideas)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage gift_ideas() {
  return {
      .summary = "gift ideas with author, price, and the rating or the tags",
      .why =
          "The relations are touched in the loop, but they are loaded: the author by a join, the tags by "
          "a prefetch in chunks. Tags are not shown for every book, and the page needs them for many.",
      .knobs = {items_knob("books on the page"), dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
