#include <set>

#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

using orm::Author;
using orm::Book;

constexpr std::size_t max_subjects = 6;

// "dark crime, island poetry", each once, in alphabetical order.
std::string subjects_of(const Author& author) {
  std::set<std::string_view> names;
  for (const Book& book : author.books())
    for (const orm::Tag& tag : book.tags()) names.insert(tag.name());
  std::string text;
  std::size_t shown = 0;
  for (const std::string_view name : names) {
    if (shown++ == max_subjects) return text + ", …";
    if (!text.empty()) text += ", ";
    text += name;
  }
  return text;
}

Rows titles_of(const Author& author) {
  Rows titles({"title", "year"});
  for (const Book& book : author.books()) titles.add(book.title(), book.year());
  return titles;
}

Response show(const Request& request, Services& services) {
  orm::Session session(services.db);
  const auto authors = session.query<Author>()
                           .join(&Author::country)
                           .prefetch(&Author::books)
                           .order_by_descending(&Author::id)
                           .limit(request.knobs.n())
                           .all();
  Rows rows({"name", "country", "born", "subjects", "titles"});
  for (const Author& author : authors)
    rows.add(author.name(), author.country().name(), author.born(), subjects_of(author), titles_of(author));
  return services.page(Value::object({{"authors", std::move(rows)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage author_bibliographies() {
  return {
      .summary = "authors with their titles and the subjects that they write about",
      .why =
          "The books are prefetched with their authors, but the prefetch ends there. The tags of each book "
          "take a query; a prefetch of the path to the tags would load them for 200 books at a time.",
      .knobs = {items_knob("authors on the page", 640), dataset_knob()},
      .run = show,
      .labels = {{.name = "prefetch-related"}},
  };
}

}  // namespace caseload::gallery
