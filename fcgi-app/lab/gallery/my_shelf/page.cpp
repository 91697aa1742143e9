#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view starter_sql = "select book_id from starter_shelf order by position limit ?";

struct Starter {
  std::int64_t book_id;
  static constexpr auto columns = std::tuple(&Starter::book_id);
};

// The shelf is in the visitor's cookie, "812-44-1093". A new visitor gets the shop's starter shelf.
std::vector<std::int64_t> shelf_of(const Request& request, Database& db) {
  const auto max = static_cast<std::size_t>(request.knobs.n());
  std::vector<std::int64_t> ids;
  if (const auto cookie = request.cookie("shelf")) {
    for (const std::string& part : split(*cookie, "-")) {
      const auto id = whole_number(part);
      if (id && ids.size() < max) ids.push_back(*id);
    }
  }
  if (!ids.empty()) return ids;
  for (const Starter& each : db.query<Starter>(starter_sql, request.knobs.n())) ids.push_back(each.book_id);
  return ids;
}

Response show(const Request& request, Services& services) {
  orm::Session session(services.db);
  std::vector<std::unique_ptr<orm::Book>> books;
  for (const std::int64_t id : shelf_of(request, services.db)) {
    auto book = session.find<orm::Book>(id);
    if (book) books.push_back(std::move(book));  // a book may have been removed since
  }
  Rows rows({"id", "title", "year", "price", "rating"});
  for (const auto& book : books)
    rows.add(book->id(), book->title(), book->year(), book->price(), book->rating());
  return services.page(Value::object({{"books", std::move(rows)}}))
      .set("Cache-Control", "private")
      .set("Vary", "Accept, Cookie");
}

}  // namespace

GalleryPage my_shelf() {
  return {
      .summary = "the visitor's shelf, or the shelf that new visitors start with",
      .why =
          "The ids of the shelf are known before the loop, but each book is found by a query of its own. One "
          "query could find them all.",
      .knobs = {items_knob("books on the shelf", 640), dataset_knob()},
      .run = show,
      .labels = {{.name = "n-plus-one"}},
  };
}

}  // namespace caseload::gallery
