#include "core/errors.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::cases {

namespace {

// [shared]
constexpr std::string_view usual_sku = "NB-0025-03";
constexpr std::size_t family_length = 7;  // of the NB-0025 in it

// With a whole family in front no SKU finds more than the 20 products of one.
void check_sku(std::string_view sku) {
  if (sku.empty()) return;
  const bool is_plain = sku.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == sku.npos;
  if (!is_plain || sku.size() < family_length || sku.size() > 20)
    throw BadRequest("sku must be 7 to 20 capital letters, digits and dashes; got '" + std::string(sku) +
                     "'");
}

template <class Product>
Value row_of(const Product& product) {
  return Value::object({{"sku", product.sku()},
                        {"name", product.name()},
                        {"price", product.price()},
                        {"stock", product.stock()}});
}

// Product and IndexedProduct are the same rows in two tables, one with an index on sku.
template <class Product>
orm::Query<Product> products(Services& services) {
  return orm::Session(services.db)
      .query<Product>()
      .only(&Product::sku, &Product::name, &Product::price, &Product::stock)
      .order_by(&Product::sku);
}

// The product of that SKU, and the family that its SKU begins with.
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
  return look_up<orm::Product>(request, services);  // CREATE TABLE product (.. PRIMARY KEY (id))
}
// [/slow]

// [fast]
Response fast(const Request& request, Services& services) {
  return look_up<orm::IndexedProduct>(request, services);  // .. KEY idx_indexed_product_sku (sku))
}
// [/fast]

// Before and after on one table: what the index brings and what it costs.
Intervention create_index() {
  return {
      .name = "create-index",
      .title = "an index on product.sku",
      .variant = "slow",
      .key = "rows-examined",
      .table = "product",
      .apply_sql = "CREATE INDEX idx_product_sku ON product (sku)",
      .undo_sql = "DROP INDEX idx_product_sku ON product",
      .insert_sql =
          "INSERT INTO product (sku, name, price, stock, updated_at) "
          "SELECT sku, name, price, stock, updated_at FROM product WHERE id <= 5000",
  };
}

constexpr std::int64_t products_at_x1 = 25'000;

}  // namespace

Case database_index() {
  return {
      .title = "Missing index",
      .category = Category::database,
      .page = "a product by its SKU, and the products whose SKU starts as its does",
      .lesson =
          {
              .symptom =
                  "A search by number or code takes milliseconds with the test data and seconds a year "
                  "later. Nobody changed the page; the table grew.",
              .why =
                  "Nothing tells the database where a SKU stands, so it reads the table from its first row "
                  "to its last and throws nearly all of it away, for each look-up. The result is a few "
                  "rows, and so neither the application nor the number of statements shows the work.",
              .recognise =
                  "Compare rows *examined* with rows *sent*: here the whole table, twice, for a dozen "
                  "rows. EXPLAIN says `ALL` for the access, and no key. Ask again with more stored "
                  "(`dataset` x1, x4, x16): the slow variant examines four times as many each time, "
                  "the fast one as many as before. In production the slow query log notes it, with "
                  "`log_queries_not_using_indexes` also while it is still quick.",
              .fix = "An index on the columns of the condition: `CREATE INDEX idx_product_sku ON product "
                     "(sku)`. It serves the exact value, a beginning (`LIKE 'NB-0025%'`) and `ORDER BY sku`.",
              .caution =
                  "Each index is one more tree to keep: every INSERT, DELETE and change of the column "
                  "writes it too, and it takes disk and buffer pool. What it cost here is measured "
                  "beside the runs. It does not help where the value is hidden from it, as in `LIKE "
                  "'%25'`, `UPPER(sku) = ..` or a number compared with a text column, nor where most "
                  "rows match anyway. For a table of some dozen rows a full scan is as good. On a large "
                  "table making it takes minutes; see whether your server does it online.",
              .twins =
                  {
                      {.system = "Django",
                       .slow = "class Product(models.Model):\n    sku = models.CharField(max_length=20)\n\n"
                               "Product.objects.filter(sku__startswith=\"NB-0025\")",
                       .fast = "class Product(models.Model):\n    sku = models.CharField(max_length=20, "
                               "db_index=True)\n# then: manage.py makemigrations && manage.py migrate"},
                      {.system = "Rails",
                       .slow =
                           "create_table :products do |t|\n  t.string :sku\nend\n\nProduct.where(\"sku LIKE "
                           "?\", \"NB-0025%\")",
                       .fast = "class IndexProductsOnSku < ActiveRecord::Migration[7.0]\n  def change\n    "
                               "add_index :products, :sku\n  end\nend"},
                      {.system = "Hibernate",
                       .slow = "@Entity\nclass Product {\n  @Id Long id;\n  String sku;\n}",
                       .fast = "@Entity\n@Table(indexes = @Index(name = \"idx_product_sku\", columnList = "
                               "\"sku\"))\nclass Product {\n  @Id Long id;\n  String sku;\n}"},
                      {.system = "SQL",
                       .slow = "SELECT sku, name FROM product WHERE sku = ?;  -- EXPLAIN: type ALL, key NULL",
                       .fast = "CREATE INDEX idx_product_sku ON product (sku);\n"
                               "SELECT sku, name FROM product WHERE sku = ?;  -- EXPLAIN: type ref"},
                  },
          },
      .knobs = {{.name = "sku",
                 .kind = KnobKind::text,
                 .help = "a SKU; NB-0025-03 when empty",
                 .check_text = check_sku},
                dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "the table without an index on sku",
               .run = slow},
              {.name = "fast", .pace = Pace::fast, .summary = "its twin with an index on sku", .run = fast},
          },
      .claims =
          {
              {.variant = "slow",
               .key = "rows-examined",
               .formula = "2 × the table: 25,000 products at x1, 100,000 at x4, 400,000 at x16",
               .value =
                   [](const ClaimContext& in) {
                     return 2 * products_at_x1 * static_cast<std::int64_t>(in.knobs.dataset());
                   },
               .relation = Claim::Relation::at_least},
              {.variant = "slow",
               .key = "sql",
               .formula = "2",
               .value = [](const ClaimContext&) { return std::int64_t{2}; }},
              {.variant = "slow",
               .key = "rows",
               .formula = "the answer",
               .value = [](const ClaimContext& in) { return in.length("found") + in.length("family"); }},
              {.variant = "fast",
               .key = "rows-examined",
               .formula = "the answer + 2 (the index read one entry past each end)",
               .value = [](const ClaimContext& in) { return in.length("found") + in.length("family") + 2; },
               .relation = Claim::Relation::at_most},
              {.variant = "fast",
               .key = "sql",
               .formula = "2",
               .value = [](const ClaimContext&) { return std::int64_t{2}; }},
              {.variant = "fast",
               .key = "rows",
               .formula = "the answer",
               .value = [](const ClaimContext& in) { return in.length("found") + in.length("family"); }},
          },
      .growth =
          {
              {.variant = "slow", .key = "rows-examined", .over = "dataset", .shape = Growth::Shape::grows},
              {.variant = "fast",
               .key = "rows-examined",
               .over = "dataset",
               .shape = Growth::Shape::constant},
          },
      .interventions = {create_index()},
  };
}

}  // namespace caseload::cases
