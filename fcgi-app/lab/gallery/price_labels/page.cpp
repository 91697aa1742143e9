#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Setting {
  std::int64_t value;
  static constexpr auto columns = std::tuple(&Setting::value);
};

std::int64_t setting(Database& db, std::string_view name, std::int64_t fallback) {
  const auto found = db.query_one<Setting>("SELECT value FROM price_label_setting WHERE name = ?", name);
  return found ? found->value : fallback;
}

std::int64_t with_tax(Database& db, std::int64_t cents) {
  return (cents * (100 + setting(db, "vat_percent", 0)) + 50) / 100;
}

std::int64_t rounded(Database& db, std::int64_t cents) {
  const std::int64_t step = setting(db, "round_to_cents", 1);
  return step <= 1 ? cents : (cents + step / 2) / step * step;
}

std::string label_price(Database& db, std::string_view net) {
  const std::int64_t cents = cents_of(net);
  if (cents == 0) return "free";
  return price_of(rounded(db, with_tax(db, cents)));
}

Response show(const Request& request, Services& services) {
  const auto products =
      orm::Session(services.db)
          .query<orm::IndexedProduct>()
          .only(&orm::IndexedProduct::sku, &orm::IndexedProduct::name, &orm::IndexedProduct::price)
          .order_by(&orm::IndexedProduct::id)
          .limit(request.knobs.n())
          .all();
  Rows labels({"sku", "name", "price"});
  labels.reserve(products.size());
  for (const orm::IndexedProduct& product : products)
    labels.add(product.sku(), product.name(), label_price(services.db, product.price()));
  return services.page(Value::object({{"labels", std::move(labels)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage price_labels() {
  return {.summary = "a sheet of price labels to print",
          .why =
              "Tax and rounding are read from the settings again for each label. Both queries have the same "
              "parameters every time.",
          .knobs = {items_knob("labels on the sheet", 2'560), dataset_knob()},
          .run = show,
          .labels = {{.name = "repeated-query"}}};
}

}  // namespace caseload::gallery
