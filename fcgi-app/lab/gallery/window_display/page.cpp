#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/request_chain.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

using orm::Book;

// The trial of a tag line below the titles has ended; its feature is on for nobody.
constexpr std::string_view trial = "dark-checkout";

Value card_of(const Book& book, bool with_tags) {
  Value card = Value::object({{"id", book.id()},
                              {"title", book.title()},
                              {"author", book.author().name()},
                              {"price", book.price()}});
  if (with_tags) {
    Value tags = Value::list();
    for (const orm::Tag& tag : book.tags()) tags.add(tag.name());
    card.set("tags", std::move(tags));
  }
  return card;
}

Response show(const Request& request, Services& services) {
  const auto visitor = visitor_of(request, services.db);
  const bool with_tags = visitor && steps::is_on(steps::features_in(services.db), trial, visitor->id);
  const auto books = orm::Session(services.db)
                         .query<Book>()
                         .join(&Book::author)
                         .prefetch(&Book::tags)
                         .only(&Book::title, &Book::price)
                         .only(&Book::author, &orm::Author::name)
                         .order_by_descending(&Book::id)
                         .limit(request.knobs.n())
                         .all();
  Value cards = Value::list();
  for (const Book& book : books) cards.add(card_of(book, with_tags));
  return services.page(Value::object({{"books", std::move(cards)}}))
      .set("Cache-Control", "private")
      .set("Vary", "Accept, Cookie");
}

}  // namespace

GalleryPage window_display() {
  return {
      .summary = "the books in the shop window, the newest ones first",
      .why =
          "The tags are loaded for all books, but only the card of a trial shows them. The feature that "
          "turned it on is on for nobody any more, so several tags for each book are fetched and never read.",
      .knobs = {items_knob("books in the window", 2'560), dataset_knob()},
      .run = show,
      .labels = {{.name = "unused-prefetch"}},
  };
}

}  // namespace caseload::gallery
