#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::int64_t reorder_below = 4;

constexpr std::string_view running_low =
    "select p.sku, p.name, p.stock, p.price, date(p.updated_at) "
    "from product p "
    "where p.stock between 1 and ? "
    "order by p.stock, p.id "
    "limit ?";

struct Product {
  std::string sku, name;
  std::int64_t stock;
  std::string price, updated_on;
  static constexpr auto columns =
      std::tuple(&Product::sku, &Product::name, &Product::stock, &Product::price, &Product::updated_on);
};

Response show(const Request& request, Services& services) {
  const auto products = services.db.query<Product>(running_low, reorder_below - 1, request.knobs.n());
  Rows rows({"sku", "name", "stock", "price", "updated_on", "is_last"});
  for (const Product& product : products)
    rows.add(product.sku, product.name, product.stock, product.price, product.updated_on, product.stock == 1);
  return services.page(Value::object({{"limit", reorder_below}, {"products", std::move(rows)}}))
      .set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage low_stock_alert() {
  return {
      .summary = "products of which fewer than four pieces are left, most urgent first",
      .why =
          "There is no index on product.stock, so each request reads the whole table to find the one product "
          "in "
          "a hundred that is running low.",
      .knobs = {items_knob("products on the page"), dataset_knob()},
      .run = show,
      .labels = {{.name = "database-index"}},
  };
}

}  // namespace caseload::gallery
