#include "lab/gallery_page.hpp"

#include "core/conditional.hpp"
#include "core/errors.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Sku {
  std::string text;
  static constexpr auto columns = std::tuple(&Sku::text);
};

struct State {
  std::int64_t products, versions, changed_us;
  static constexpr auto columns = std::tuple(&State::products, &State::versions, &State::changed_us);
};

struct Product {
  std::string sku, name, price;
  std::int64_t stock;
  static constexpr auto columns = std::tuple(&Product::sku, &Product::name, &Product::price, &Product::stock);
};

struct Sheet {
  std::string title, body;
  static constexpr auto columns = std::tuple(&Sheet::title, &Sheet::body);
};

constexpr std::size_t family_length = 7;  // "NB-0025" of "NB-0025-08"

constexpr std::string_view state_sql =
    "SELECT COUNT(*), SUM(version), TIMESTAMPDIFF(MICROSECOND, '1970-01-01', MAX(updated_at)) "
    "FROM indexed_product WHERE sku LIKE ?";
constexpr std::string_view products_sql =
    "SELECT sku, name, price, stock FROM indexed_product WHERE sku LIKE ? ORDER BY sku, id";
// Sheets are never edited.
constexpr std::string_view sheet_sql = "SELECT title, body FROM document WHERE id = 1 + ? % 640";

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("product");
  const auto sku = services.db.query_one<Sku>("SELECT sku FROM indexed_product WHERE id = ?", id);
  if (!sku) throw NotFound("there is no product " + std::to_string(id));
  const std::string family = sku->text.substr(0, family_length);

  // A change of any product in the family changes the tag. Products are not removed.
  const State state = services.db.query_one<State>(state_sql, family + "%").value();
  const std::string version = std::to_string(id) + "." + std::to_string(state.products) + "." +
                              std::to_string(state.versions) + "." + std::to_string(state.changed_us);
  const Validators validators{.etag = etag_of(version, request.format), .last_modified = std::nullopt};
  if (auto known = not_modified(request, validators, services.clock.now()))
    return known->set("Cache-Control", "private, no-cache").set("Vary", "Accept");

  const auto products = services.db.query<Product>(products_sql, family + "%");
  const auto sheet = services.db.query_one<Sheet>(sheet_sql, id);
  Rows rows({"sku", "name", "price", "in_stock"});
  for (const Product& product : products)
    rows.add(product.sku, product.name, product.price, product.stock > 0);
  Response response = services.page(Value::object({{"family", family},
                                                   {"products", std::move(rows)},
                                                   {"sheet", sheet ? Value(sheet->title) : Value()},
                                                   {"body", sheet ? Value(sheet->body) : Value()}}));
  response.set("Cache-Control", "private, no-cache").set("Vary", "Accept");
  return set_validators(response, validators);
}

}  // namespace

GalleryPage product_family() {
  return {
      .summary = "a product in all its colours, with its data sheet",
      .why =
          "The page is large, but it has a tag that is computed from at most 20 rows and compared before "
          "the sheet is read. The prefix search uses the index on sku.",
      .knobs =
          {{.name = "product", .help = "id of the product", .initial = 220, .minimum = 1, .maximum = 25'000},
           dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
