#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// The primary key gives the order, and most products are in stock, so few rows are read and dropped.
constexpr std::string_view available_after =
    "SELECT id, sku, name, price, stock FROM product WHERE id > ? AND stock > 0 ORDER BY id LIMIT ?";

constexpr std::int64_t few_pieces = 10;

struct Product {
  std::int64_t id;
  std::string sku, name, price;
  std::int64_t stock;
  static constexpr auto columns =
      std::tuple(&Product::id, &Product::sku, &Product::name, &Product::price, &Product::stock);
};

Response show(const Request& request, Services& services) {
  const std::int64_t n = request.knobs.n();
  auto products = services.db.query<Product>(available_after, request.knobs.integer("after"), n + 1);
  Value next;
  if (std::ssize(products) > n) {
    products.pop_back();
    Knobs there = request.knobs;
    there.set("after", std::to_string(products.back().id));
    next = "?" + there.query_string();
  }
  Rows rows({"number", "sku", "name", "price", "is_scarce"});
  for (const Product& product : products)
    rows.add(product.id, product.sku, product.name, product.price, product.stock < few_pieces);
  return services.page(Value::object({{"products", std::move(rows)}, {"next", std::move(next)}}))
      .set("Cache-Control", "private");
}

}  // namespace

GalleryPage catalogue_numbers() {
  return {
      .summary = "the products that a shop assistant can order, by catalogue number",
      .why =
          "There is no index on the stock, and none is needed: the list follows the primary key from the "
          "last number shown and stops when the page is full.",
      .knobs = {items_knob("products on the page"),
                {.name = "after",
                 .help = "the last number of the page before",
                 .initial = 0,
                 .minimum = 0,
                 .maximum = 400'000},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
