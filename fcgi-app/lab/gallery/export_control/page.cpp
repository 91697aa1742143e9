#include <array>

#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

using orm::OrderItem;

constexpr std::array<std::string_view, 8> customs_union{"DE", "FR", "IT", "ES", "PL", "NL", "AT", "BE"};

bool needs_declaration(const OrderItem& item) {
  const std::string_view country = item.order().customer().country().code();
  for (const std::string_view member : customs_union)
    if (country == member) return false;
  return true;
}

Response show(const Request& request, Services& services) {
  orm::Session session(services.db);
  const auto items = session.query<OrderItem>()
                         .join(&OrderItem::order)
                         .join(&OrderItem::book)
                         .order_by_descending(&OrderItem::id)
                         .limit(request.knobs.n())
                         .all();
  std::int64_t cents = 0, declared = 0;
  Rows rows({"order", "title", "quantity", "price"});
  for (const OrderItem& item : items) {
    if (!needs_declaration(item)) continue;
    ++declared;
    cents += item.quantity() * cents_of(item.price());
    rows.add(item.order().id(), item.book().title(), item.quantity(), item.price());
  }
  return services
      .page(Value::object({{"checked", items.size()},
                           {"declared", declared},
                           {"value", price_of(cents)},
                           {"lines", std::move(rows)}}))
      .set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage export_control() {
  return {
      .summary = "which of the newest order lines leave the customs union, and their value",
      .why =
          "Order and book are joined, but the check goes on to the customer and the customer's country: "
          "two queries for each line. The join could follow the foreign keys to the end.",
      .knobs = {items_knob("lines to check", 640), dataset_knob()},
      .run = show,
      .labels = {{.name = "select-related"}},
  };
}

}  // namespace caseload::gallery
