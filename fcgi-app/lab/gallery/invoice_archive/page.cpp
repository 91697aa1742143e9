#include "lab/gallery_page.hpp"

#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

using orm::CustomerOrder;
using orm::OrderItem;

// Customers at home see no country on their invoices.
constexpr std::string_view home = "DE";

std::string address_of(const CustomerOrder& order) {
  const orm::Customer& customer = order.customer();
  const orm::Country& country = customer.country();
  std::string address(customer.name());
  if (country.code() != home) address.append(", ").append(country.name());
  return address;
}

Response run(const Request& request, Services& services) {
  orm::Session session(services.db);
  const auto items = session.query<OrderItem>()
                         .join(&OrderItem::book)
                         .only(&OrderItem::order_id, &OrderItem::quantity, &OrderItem::price)
                         .only(&OrderItem::book, &orm::Book::title)
                         .order_by_descending(&OrderItem::id)
                         .limit(request.knobs.n())
                         .all();
  Rows rows({"number", "date", "recipient", "title", "quantity", "price"});
  for (const OrderItem& item : items) {
    const CustomerOrder& order = item.order();
    rows.add(item.order_id(), order.placed_at().substr(0, 10), address_of(order), item.book().title(),
             item.quantity(), item.price());
  }
  return services.page(Value::object({{"lines", std::move(rows)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage invoice_archive() {
  return {
      .summary = "the newest invoice lines, with recipient and book",
      .why =
          "The book is joined, but order, customer and country are lazy relations: three more queries for "
          "each line. They can be followed in the same join.",
      .knobs = {items_knob("invoice lines on the page"), dataset_knob()},
      .run = run,
      .labels = {{.name = "select-related"}},
  };
}

}  // namespace caseload::gallery
