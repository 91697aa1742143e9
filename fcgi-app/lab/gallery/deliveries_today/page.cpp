#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

using orm::Customer;
using orm::CustomerOrder;
using orm::OrderItem;

std::int64_t copies_in(const CustomerOrder& order) {
  std::int64_t copies = 0;
  for (const OrderItem& item : order.items()) copies += item.quantity();
  return copies;
}

// A van has room for light and for heavy parcels.
std::string_view size_for(std::int64_t copies) {
  return copies <= 2 ? "envelope" : copies <= 8 ? "box" : "two boxes";
}

void write_stop(io::JsonWriter& json, const CustomerOrder& order) {
  const std::int64_t copies = copies_in(order);
  json.begin_object().key("order").number(order.id()).key("recipient").text(order.customer().name());
  json.key("country").text(order.customer().country().code());
  json.key("copies").number(copies).key("size").text(size_for(copies)).end_object();
}

Response run(const Request& request, Services& services) {
  orm::Session session(services.db);
  const auto orders = session.query<CustomerOrder>()
                          .join(&CustomerOrder::customer, &Customer::country)
                          .prefetch(&CustomerOrder::items, &OrderItem::book)
                          .order_by_descending(&CustomerOrder::id)
                          .limit(request.knobs.n())
                          .all();
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("stops").begin_list();
                     for (const CustomerOrder& order : orders) write_stop(json, order);
                     json.end_list().end_object();
                   })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage deliveries_today() {
  return {
      .summary = "the loading list of the delivery vans as JSON: recipient, copies, size of the parcel",
      .why =
          "The items are prefetched with their books, but only the quantities count. No book is looked "
          "at, whatever the number of orders. What counts is a sum, for which the database needs to send one "
          "row "
          "for each order.",
      .knobs = {items_knob("stops on the list", 2'560), dataset_knob()},
      .run = run,
      .labels = {{.name = "unused-prefetch"},
                 {.name = "annotation", .reason = "the copies of an order are added up in code"}},
  };
}

}  // namespace caseload::gallery
