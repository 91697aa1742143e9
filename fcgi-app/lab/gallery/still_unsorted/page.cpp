#include <algorithm>

#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

using orm::Author;
using orm::Book;
using orm::Tag;

// A department of the shop; a book is put there if any of its subjects belongs to it.
struct Department {
  std::string_view name;
  std::vector<std::string_view> genres;
};

const std::vector<Department>& departments() {
  static const std::vector<Department> all{
      {.name = "Fiction", .genres = {"adventure", "crime", "drama", "fables", "fantasy", "ghost stories"}},
      {.name = "Home", .genres = {"cookery", "gardening", "nature"}},
      {.name = "Knowledge", .genres = {"economics", "philosophy", "science"}},
  };
  return all;
}

std::string_view department_of(const Book& book) {
  for (const Department& department : departments())
    for (const Tag& tag : book.tags())
      if (std::ranges::any_of(department.genres, [&](auto genre) { return tag.name().ends_with(genre); }))
        return department.name;
  return "";
}

Response show(const Request& request, Services& services) {
  orm::Session session(services.db);
  const auto books = session.query<Book>()
                         .only(&Book::title)
                         .only(&Book::author, &Author::name)
                         .order_by_descending(&Book::id)
                         .limit(request.knobs.n())
                         .prefetch(&Book::tags)
                         .all();
  std::int64_t sorted = 0;
  Rows rows({"title", "author"});
  for (const Book& book : books) {
    if (department_of(book).empty())
      rows.add(book.title(), book.author().name());
    else
      ++sorted;
  }
  return services.page(Value::object({{"sorted", sorted}, {"books", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage still_unsorted() {
  return {
      .summary = "the newest books that belong to no department of the shop yet",
      .why =
          "Innocent: the prefetched tags are not on the page, and the books that are listed have the "
          "wrong ones. But only their tags tell which books these are.",
      .knobs = {items_knob("newest books to look through", 2'560), dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
