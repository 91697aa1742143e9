#include "lab/gallery_page.hpp"

#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

using orm::Book;
using orm::OrderItem;

// The imprint that the buyers know a title by.
std::string imprint_of(const Book& book) {
  return std::string(book.publisher().name()) + " " + std::to_string(book.year());
}

std::string buyer_of(const OrderItem& item) {
  const orm::Customer& customer = item.order().customer();
  return std::string(customer.name());
}

Response run(const Request& request, Services& services) {
  orm::Session session(services.db);
  const auto items = session.query<OrderItem>()
                         .join(&OrderItem::book)
                         .order_by_descending(&OrderItem::id)
                         .limit(request.knobs.n())
                         .all();
  Rows rows({"time", "title", "author", "imprint", "copies", "buyer"});
  for (const OrderItem& item : items) {
    const Book& book = item.book();
    rows.add(item.order().placed_at().substr(0, 16), book.title(), book.author().name(), imprint_of(book),
             item.quantity(), buyer_of(item));
  }
  return services.page(Value::object({{"sales", std::move(rows)}})).set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage sold_just_now() {
  return {
      .summary = "the ticker in the office: what was sold last, by whom it was written and who bought it",
      .why =
          "Only the book is joined. Author, publisher, order and customer are loaded for each line when "
          "they are touched, four queries each; all of them are foreign keys that the query could follow.",
      .knobs = {items_knob("sales on the ticker", 640), dataset_knob()},
      .run = run,
      .labels = {{.name = "select-related"}},
  };
}

}  // namespace caseload::gallery
