#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

using orm::CustomerOrder;

orm::List<CustomerOrder> newest_orders(Database& db, std::int64_t n) {
  orm::Session session(db);
  return session.query<CustomerOrder>()
      .join(&CustomerOrder::customer, &orm::Customer::country)
      .prefetch(&CustomerOrder::items, &orm::OrderItem::book)
      .order_by_descending(&CustomerOrder::placed_at)
      .limit(n)
      .all();
}

std::string_view carrier_for(std::string_view country, std::string_view status) {
  if (status == "cancelled" || status == "returned") return "none";
  return country == "NL" || country == "BE" || country == "DE" ? "van" : "airmail";
}

Response run(const Request& request, Services& services) {
  const auto orders = newest_orders(services.db, request.knobs.n());
  Rows rows({"number", "placed_at", "customer", "country", "status", "carrier"});
  rows.reserve(orders.size());
  for (const CustomerOrder& order : orders) {
    const orm::Customer& customer = order.customer();
    const std::string_view country = customer.country().code();
    rows.add(order.id(), order.placed_at().substr(0, 16), customer.name(), country, order.status(),
             carrier_for(country, order.status()));
  }
  return services.page(Value::object({{"orders", std::move(rows)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage dispatch_list() {
  return {
      .summary = "the newest orders with customer, country and carrier",
      .why =
          "The items of all orders and their books are prefetched, but the list has no column for them. The "
          "queries fetch several rows per order that nobody sees.",
      .knobs = {items_knob("orders on the list", 2'560), dataset_knob()},
      .run = run,
      .labels = {{.name = "unused-prefetch"}},
  };
}

}  // namespace caseload::gallery
