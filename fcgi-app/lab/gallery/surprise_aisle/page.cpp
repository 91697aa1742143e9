#include <random>

#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct LastId {
  std::int64_t id;
  static constexpr auto columns = std::tuple(&LastId::id);
};

struct Product {
  std::string sku, name, price;
  static constexpr auto columns = std::tuple(&Product::sku, &Product::name, &Product::price);
};

constexpr std::string_view last_id_sql = "SELECT COALESCE(MAX(id), 1) FROM product";
constexpr std::string_view from_here_sql =
    "SELECT sku, name, price FROM product WHERE id >= ? AND stock > 0 ORDER BY id LIMIT ?";
constexpr std::string_view up_to_here_sql =
    "SELECT sku, name, price FROM product WHERE id < ? AND stock > 0 ORDER BY id LIMIT ?";

// As if somebody walked through the warehouse, stopped anywhere and looked at what is on the shelf.
std::vector<Product> stroll(std::int64_t count, Database& db) {
  std::mt19937_64 generator(std::random_device{}());
  const auto last = db.query_one<LastId>(last_id_sql);
  const std::int64_t here = std::uniform_int_distribution<std::int64_t>(1, last ? last->id : 1)(generator);
  auto found = db.query<Product>(from_here_sql, here, count);
  const std::int64_t missing = count - std::ssize(found);
  if (missing > 0)
    for (Product& each : db.query<Product>(up_to_here_sql, here, missing)) found.push_back(std::move(each));
  return found;
}

Response show(const Request& request, Services& services) {
  const auto products = stroll(request.knobs.n(), services.db);
  Rows rows({"sku", "name", "price"});
  for (const Product& each : products) rows.add(each.sku, each.name, each.price);
  return services.page(Value::object({{"products", std::move(rows)}})).set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage surprise_aisle() {
  return {
      .summary = "a walk through the warehouse: the products of some aisle, another one at every visit",
      .why =
          "Innocent: what is shown is random, but only its beginning is drawn, in code. From there the "
          "primary key delivers neighbours until the page is full.",
      .knobs = {items_knob("products on the page", 640), dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
