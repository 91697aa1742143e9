#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/partner_calls.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

using orm::IndexedProduct;

// Notebooks, mugs and prints belong to the manufacturer until they are sold, and only he knows how many there
// are. Everything else is ours.
bool is_on_consignment(std::string_view sku) {
  return sku.starts_with("NB-") || sku.starts_with("MG-") || sku.starts_with("PR-");
}

class Stocks {
 public:
  explicit Stocks(Services& services) : services_(services) {}

  std::optional<std::int64_t> pieces_of(const IndexedProduct& product) {
    if (!is_on_consignment(product.sku())) return product.stock();
    const std::string sku(product.sku());
    const auto reply = services_.partners.send(partners::stock_of(services_.db.dataset(), {&sku, 1}));
    const auto document = partners::document_in(reply);
    const Value::List* items = document ? (*document)["items"].items() : nullptr;
    if (items == nullptr || items->empty()) return std::nullopt;
    return items->front()["stock"].integer_or(0);
  }

 private:
  Services& services_;
};

Response show(const Request& request, Services& services) {
  orm::Session session(services.db);
  const auto products = session.query<IndexedProduct>()
                            .only(&IndexedProduct::sku, &IndexedProduct::name, &IndexedProduct::stock)
                            .order_by(&IndexedProduct::id)
                            .limit(request.knobs.n())
                            .all();
  Stocks stocks(services);
  Rows rows({"sku", "name", "pieces", "is_consignment"});
  for (const IndexedProduct& product : products)
    rows.add(product.sku(), product.name(), stocks.pieces_of(product), is_on_consignment(product.sku()));
  return services.page(Value::object({{"products", std::move(rows)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage consignment_goods() {
  return {
      .summary = "what is in the warehouse, our own goods and those on consignment",
      .why =
          "The manufacturer's service is called for each product on consignment, every second one. It "
          "takes a hundred numbers in a call.",
      .knobs = {items_knob("products on the page", 640), dataset_knob()},
      .run = show,
      .labels = {{.name = "call-loop"}},
  };
}

}  // namespace caseload::gallery
