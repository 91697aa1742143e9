#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

using orm::IndexedProduct;

constexpr std::size_t family_length = 7;  // "MG-0025" of "MG-0025-08"

// A heading for each family, with its products below. The list is sorted by SKU, so a family is in one piece.
Value by_family(const orm::List<IndexedProduct>& products) {
  Value families = Value::list();
  Value members = Value::list();
  std::int64_t pieces = 0;
  for (std::size_t at = 0; at < products.size(); ++at) {
    const IndexedProduct& product = products[at];
    const std::string_view family = product.sku().substr(0, family_length);
    pieces += product.stock();
    members.add(
        Value::object({{"sku", product.sku()}, {"name", product.name()}, {"stock", product.stock()}}));
    const bool is_last =
        at + 1 == products.size() || products[at + 1].sku().substr(0, family_length) != family;
    if (!is_last) continue;
    families.add(Value::object({{"family", family}, {"pieces", pieces}, {"members", std::move(members)}}));
    members = Value::list();
    pieces = 0;
  }
  return families;
}

Response show(const Request& request, Services& services) {
  orm::Session session(services.db);
  const auto products = session.query<IndexedProduct>()
                            .starts_with(&IndexedProduct::sku, "MG-")
                            .only(&IndexedProduct::sku, &IndexedProduct::name, &IndexedProduct::stock)
                            .order_by(&IndexedProduct::sku)
                            .limit(request.knobs.n())
                            .all();
  return services.page(Value::object({{"counted", products.size()}, {"families", by_family(products)}}))
      .set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage shelf_checklist() {
  return {
      .summary = "a checklist for stocktaking, to be printed: the mugs, family by family",
      .why =
          "Code groups the rows and adds up the stock of each family, but every row that is fetched is a "
          "line to tick off. The index on sku gives range and order.",
      .knobs = {items_knob("products on the list", 2'560), dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
