#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

using orm::CustomerOrder;
using orm::OrderItem;

std::unique_ptr<CustomerOrder> requested_order(orm::Session& session, std::int64_t id) {
  auto order = session.find<CustomerOrder>(id);
  if (!order) throw NotFound("there is no order " + std::to_string(id));
  return order;
}

Response show(const Request& request, Services& services) {
  orm::Session session(services.db);
  const auto order = requested_order(session, request.knobs.integer("order"));
  const orm::Customer& customer = order->customer();
  const auto items = session.query<OrderItem>()
                         .join(&OrderItem::book, &orm::Book::author)
                         .where(&OrderItem::order_id, order->id())
                         .order_by(&OrderItem::id)
                         .all();
  Rows lines({"title", "author", "copies", "price"});
  std::int64_t cents = 0;
  for (const OrderItem& item : items) {
    lines.add(item.book().title(), item.book().author().name(), item.quantity(), item.price());
    cents += cents_of(item.price()) * item.quantity();
  }
  return services
      .page(Value::object({{"id", order->id()},
                           {"placed_at", order->placed_at().substr(0, 16)},
                           {"status", order->status()},
                           {"customer", customer.name()},
                           {"country", customer.country().name()},
                           {"email", customer.email()},
                           {"lines", std::move(lines)},
                           {"total", price_of(cents)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage order_card() {
  return {
      .summary = "an order with its customer, lines and total",
      .why =
          "Customer and country are loaded lazily, one query each, but there is one order on the page. The "
          "lines, of which there may be several, come with their books and authors in one query.",
      .knobs = {{.name = "order",
                 .help = "number of the order",
                 .initial = 4'220,
                 .minimum = 1,
                 .maximum = 10'000},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
