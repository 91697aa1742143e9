#include "lab/gallery_page.hpp"

#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

using orm::CustomerOrder;

// A copy weighs 400 grams for the customs.
constexpr std::int64_t grams_per_copy = 400;

Value form_of(const CustomerOrder& order) {
  Rows lines({"article", "copies", "value", "grams"});
  std::int64_t cents = 0, copies = 0;
  for (const orm::OrderItem& item : order.items()) {
    const std::int64_t value = cents_of(item.price()) * item.quantity();
    lines.add(item.book_id(), item.quantity(), price_of(value), item.quantity() * grams_per_copy);
    cents += value;
    copies += item.quantity();
  }
  const bool is_gift = cents == 0;
  return Value::object({{"order", order.id()},
                        {"recipient", order.customer().name()},
                        {"country", order.customer().country().code()},
                        {"lines", std::move(lines)},
                        {"value", price_of(cents)},
                        {"grams", copies * grams_per_copy},
                        {"is_gift", is_gift}});
}

Response run(const Request& request, Services& services) {
  orm::Session session(services.db);
  const auto orders = session.query<CustomerOrder>()
                          .join(&CustomerOrder::customer, &orm::Customer::country)
                          .order_by_descending(&CustomerOrder::id)
                          .limit(request.knobs.n())
                          .all();
  Value forms = Value::list();
  for (const CustomerOrder& order : orders)
    if (order.status() != "cancelled") forms.add(form_of(order));
  return services.page(Value::object({{"forms", std::move(forms)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage customs_forms() {
  return {
      .summary = "the customs declarations of the newest parcels, to be printed",
      .why =
          "Customer and country are joined, but the lines of each order are loaded when its form is filled "
          "in. A prefetch of the items would load them for 200 orders at a time.",
      .knobs = {items_knob("parcels to declare", 640), dataset_knob()},
      .run = run,
      .labels = {{.name = "prefetch-related"}},
  };
}

}  // namespace caseload::gallery
