#include "core/errors.hpp"
#include "core/text.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"
#include "shop/shop_size.hpp"

namespace caseload::cases {

namespace {

// [shared]
constexpr std::string_view usual_sku = "NB-0025-03";
constexpr std::size_t family_length = 7;  // the NB-0025 in it

// A SKU must contain the whole family, so that it finds at most the 20 products of one family.
void check_sku(std::string_view sku) {
  if (sku.empty()) return;
  const bool is_plain = sku.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == sku.npos;
  if (!is_plain || sku.size() < family_length || sku.size() > 20)
    throw BadRequest("the parameter sku must be 7 to 20 capital letters, digits and dashes; got " +
                     in_quotes(sku));
}

template <class Product>
Value row_of(const Product& product) {
  return Value::object({{"sku", product.sku()},
                        {"name", product.name()},
                        {"price", product.price()},
                        {"stock", product.stock()}});
}

// Product and IndexedProduct hold the same rows in two tables; only the second has an index on sku.
template <class Product>
orm::Query<Product> products(Services& services) {
  return orm::Session(services.db)
      .query<Product>()
      .only(&Product::sku, &Product::name, &Product::price, &Product::stock)
      .order_by(&Product::sku);
}

// The product with that SKU, and all products of the family that the SKU starts with.
template <class Product>
Response look_up(const Request& request, Services& services) {
  std::string sku(request.knobs.text("sku"));
  if (sku.empty()) sku = usual_sku;
  Value found = Value::list();
  for (const Product& product : products<Product>(services).where(&Product::sku, sku).all())
    found.add(row_of(product));
  Value family = Value::list();
  for (const Product& product :
       products<Product>(services).starts_with(&Product::sku, sku.substr(0, family_length)).all())
    family.add(row_of(product));
  return services.page(
      Value::object({{"sku", sku}, {"found", std::move(found)}, {"family", std::move(family)}}));
}
// [/shared]

// [slow]
Response slow(const Request& request, Services& services) {
  // [!] This table has no index on sku, so each lookup reads the whole table.
  return look_up<orm::Product>(request, services);  // CREATE TABLE product (.. PRIMARY KEY (id))
}
// [/slow]

// [fast]
Response fast(const Request& request, Services& services) {
  // [!] The same rows with an index on sku: each lookup reads about as many rows as it finds.
  return look_up<orm::IndexedProduct>(request, services);  // .. KEY idx_indexed_product_sku (sku))
}
// [/fast]

// One table before and after: what the index gains and what it costs.
Intervention create_index() {
  return {
      .name = "create-index",
      .title = "an index on product.sku",
      .variant = "slow",
      .key = Key::rows_examined,
      .table = "product",
      .apply_sql = "CREATE INDEX idx_product_sku ON product (sku)",
      .undo_sql = "DROP INDEX idx_product_sku ON product",
      .insert_sql =
          "INSERT INTO product (sku, name, price, stock, updated_at) "
          "SELECT sku, name, price, stock, updated_at FROM product WHERE id <= 5000",
  };
}

}  // namespace

Case database_index() {
  const Formula found = items("exact matches", "found") + items("prefix matches", "family");
  const Formula stored = stored_products();
  return {
      .page = "a product by its SKU, and the products with the same prefix",
      .knobs = {{.name = "sku",
                 .type = KnobType::text,
                 .help = "a SKU; NB-0025-03 if empty",
                 .check_text = check_sku},
                dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "no index on sku, so each lookup reads the whole table",
               .run = slow,
               .labels = {{.name = "database-index"}},
               .headline = Headline{.key = Key::rows_examined}},
              {.name = "fast",
               .pace = Pace::fast,
               .summary = "an index on sku, so each lookup reads little more than it finds",
               .run = fast},
          },
      .claims =
          {
              {"slow", Key::rows_examined, at_least(2 * stored)},
              {"slow", Key::sql, 2},
              {"slow", Key::rows, found},
              {"fast", Key::rows_examined,
               at_most((found + 2).remark("the index reads one entry past each end"))},
              {"fast", Key::sql, 2},
              {"fast", Key::rows, found},
          },
      .growth =
          {
              {.variant = "slow",
               .key = Key::rows_examined,
               .over = "dataset",
               .shape = Growth::Shape::grows},
              {.variant = "fast",
               .key = Key::rows_examined,
               .over = "dataset",
               .shape = Growth::Shape::constant},
          },
      .interventions = {create_index()},
  };
}

}  // namespace caseload::cases
