#include <algorithm>
#include <random>
#include <span>

#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

using orm::Author;
using orm::Book;

constexpr std::size_t ids_per_query = 100;

struct Last {
  std::int64_t id;
  static constexpr auto columns = std::tuple(&Last::id);
};

// Draws ids without repetition. Books are never deleted, so every number is a book.
std::vector<std::int64_t> draw(std::int64_t count, std::int64_t last) {
  static thread_local std::mt19937_64 generator{std::random_device{}()};
  std::uniform_int_distribution<std::int64_t> any(1, last);
  std::vector<std::int64_t> ids;
  while (std::ssize(ids) < std::min(count, last)) {
    while (std::ssize(ids) < std::min(count, last)) ids.push_back(any(generator));
    std::ranges::sort(ids);
    const auto repeated = std::ranges::unique(ids);
    ids.erase(repeated.begin(), repeated.end());
  }
  std::ranges::shuffle(ids, generator);
  return ids;
}

Response run(const Request& request, Services& services) {
  const auto last = services.db.query_one<Last>("SELECT MAX(id) FROM book");
  const auto ids = draw(request.knobs.n(), last->id);
  orm::Session session(services.db);
  std::vector<orm::List<Book>> parts;  // the rows refer to their texts
  Rows rows({"title", "author", "price"});
  for (std::size_t at = 0; at < ids.size(); at += ids_per_query) {
    const std::size_t count = std::min(ids_per_query, ids.size() - at);
    const auto& books = parts.emplace_back(session.query<Book>()
                                               .only(&Book::title, &Book::price)
                                               .only(&Book::author, &Author::name)
                                               .where_in(&Book::id, std::span(ids).subspan(at, count))
                                               .all());
    for (const Book& book : books) rows.add(book.title(), book.author().name(), book.price());
  }
  return services.page(Value::object({{"books", std::move(rows)}})).set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage lucky_dip() {
  return {
      .summary = "the lucky dip: other books at every visit",
      .why =
          "The page is random on purpose and can't be cached. The ids are drawn in the application, and the "
          "books are looked up by primary key, so nothing is sorted and no other row is read.",
      .knobs = {items_knob("books on the page", 640), dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
