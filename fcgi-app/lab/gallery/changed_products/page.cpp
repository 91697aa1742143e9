#include "lab/gallery_page.hpp"

#include "io/json/json_writer.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

// A marketplace asks for the changes of a day and updates its copies.
constexpr std::string_view changed_sql = R"(
  SELECT p.id, p.sku, p.name, p.price, p.stock, p.version, DATE_FORMAT(p.updated_at, '%Y-%m-%dT%H:%i:%s')
  FROM product AS p
  WHERE p.updated_at >= MAKEDATE(2025, ?) AND p.updated_at < MAKEDATE(2025, ?)
  ORDER BY p.updated_at, p.id
  LIMIT ?)";

struct Product {
  std::int64_t id;
  std::string sku, name, price;
  std::int64_t stock, version;
  std::string changed_at;
  static constexpr auto columns = std::tuple(&Product::id, &Product::sku, &Product::name, &Product::price,
                                             &Product::stock, &Product::version, &Product::changed_at);
};

void write_product(io::JsonWriter& json, const Product& product) {
  json.begin_object().key("id").number(product.id).key("sku").text(product.sku);
  json.key("name").text(product.name).key("price").text(product.price);
  json.key("available").boolean(product.stock > 0).key("stock").number(product.stock);
  json.key("version").number(product.version).key("changed_at").text(product.changed_at).end_object();
}

Response run(const Request& request, Services& services) {
  const std::int64_t day = request.knobs.integer("day");
  const auto products = services.db.query<Product>(changed_sql, day, day + 1, request.knobs.n());
  Response response = data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("day").number(day).key("products").begin_list();
    for (const Product& product : products) write_product(json, product);
    json.end_list().end_object();
  });
  return response.set("Cache-Control", "private");
}

}  // namespace

GalleryPage changed_products() {
  return {
      .summary = "the products that changed on a day, as JSON for a marketplace",
      .why =
          "No index has the time of the change. A day's few dozen products are found by reading the whole "
          "table.",
      .knobs = {items_knob("products in the response"),
                {.name = "day",
                 .help = "day of the year 2025",
                 .initial = 300,
                 .minimum = 1,
                 .maximum = 365,
                 .ladder = {45, 180, 300}},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "database-index"}},
  };
}

}  // namespace caseload::gallery
