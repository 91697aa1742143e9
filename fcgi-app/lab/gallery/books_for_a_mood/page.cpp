#include <algorithm>

#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

using orm::Book;
using orm::Tag;

// "dark memoir" is the mood dark.
std::string_view mood_of(const Tag& tag) {
  return tag.name().substr(0, tag.name().find(' '));
}

// A book has the mood of most of its tags; the first one counts if there is a tie.
std::string prevailing_mood(const orm::List<Tag>& tags) {
  std::vector<std::pair<std::string, int>> moods;
  for (const Tag& tag : tags) {
    const auto known = std::ranges::find(moods, mood_of(tag), &std::pair<std::string, int>::first);
    if (known == moods.end())
      moods.emplace_back(mood_of(tag), 1);
    else
      ++known->second;
  }
  const auto most = std::ranges::max_element(moods, {}, &std::pair<std::string, int>::second);
  return most == moods.end() ? "any" : most->first;
}

Response show(const Request& request, Services& services) {
  orm::Session session(services.db);
  const auto books = session.query<Book>()
                         .only(&Book::title, &Book::year)
                         .between(&Book::year, 1'990, 2'025)
                         .order_by_descending(&Book::id)
                         .limit(request.knobs.n())
                         .all();
  Rows rows({"title", "year", "mood"});
  for (const Book& book : books) rows.add(book.title(), book.year(), prevailing_mood(book.tags()));
  return services.page(Value::object({{"books", std::move(rows)}}))
      .set("Cache-Control", "private, max-age=60");
}

}  // namespace

GalleryPage books_for_a_mood() {
  return {
      .summary = "recent books, each with the mood that prevails in it",
      .why =
          "The mood is found from all tags of a book, which are loaded when they are first touched: one "
          "query for each book. A prefetch would load the tags of 200 books at a time.",
      .knobs = {items_knob("books on the page", 2'560), dataset_knob()},
      .run = show,
      .labels = {{.name = "prefetch-related"}},
  };
}

}  // namespace caseload::gallery
