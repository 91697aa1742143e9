#include <unordered_map>
#include <unordered_set>

#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

using orm::Book;
using orm::OrderItem;

std::unordered_set<std::int64_t> books_in(const orm::List<OrderItem>& lines) {
  std::unordered_set<std::int64_t> ids;
  for (const OrderItem& line : lines) ids.insert(line.book_id());
  return ids;
}

Response show(const Request& request, Services& services) {
  orm::Session session(services.db);
  const auto lines = session.query<OrderItem>()
                         .only(&OrderItem::order_id, &OrderItem::book_id, &OrderItem::price)
                         .order_by_descending(&OrderItem::id)
                         .limit(request.knobs.n())
                         .all();
  const auto books =
      session.query<Book>().only(&Book::title, &Book::price).where_in(&Book::id, books_in(lines)).all();
  std::unordered_map<std::int64_t, const Book*> by_id;
  for (const Book& book : books) by_id.emplace(book.id(), &book);

  Rows rows({"order", "title", "list_price", "price"});
  for (const OrderItem& line : lines) {
    const auto book = by_id.find(line.book_id());
    if (book == by_id.end() || cents_of(line.price()) >= cents_of(book->second->price())) continue;
    rows.add(line.order_id(), book->second->title(), book->second->price(), line.price());
  }
  return services.page(Value::object({{"lines", std::move(rows)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage sold_below_price() {
  return {
      .summary = "which of the lines sold last went below the list price",
      .why =
          "The ids of all books on the lines travel to the application and back, as one IN list that grows "
          "with the page. A join would need a single parameter.",
      .knobs = {items_knob("lines to check"), dataset_knob()},
      .run = show,
      .labels = {{.name = "unbounded-in"}},
  };
}

}  // namespace caseload::gallery
