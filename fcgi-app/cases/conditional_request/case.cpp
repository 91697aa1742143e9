#include "core/conditional.hpp"
#include "core/errors.hpp"
#include "io/text/hash.hpp"
#include "shop/services.hpp"
#include "shop/shop_writes.hpp"

namespace caseload::cases {

namespace {

// [shared]
struct Product {
  std::int64_t id;
  std::string sku;
  std::string name;
  std::string price;
  std::int64_t stock;
  std::int64_t version;     // goes up by one with every change
  std::int64_t changed_us;  // since 1970
  static constexpr auto columns = std::tuple(&Product::id, &Product::sku, &Product::name, &Product::price,
                                             &Product::stock, &Product::version, &Product::changed_us);
};

struct Sheet {
  std::string title;
  std::string author;
  std::string body;
  static constexpr auto columns = std::tuple(&Sheet::title, &Sheet::author, &Sheet::body);
};

constexpr std::string_view product_by_id =
    "SELECT id, sku, name, price, stock, version, "
    "TIMESTAMPDIFF(MICROSECOND, '1970-01-01', updated_at) AS changed_us FROM product WHERE id = ?";
// Sheets are never edited: a new edition is a new document, and giving it to a product is a change of the
// product. So the product's version speaks for the whole page.
constexpr std::string_view sheet_of_product =
    "SELECT document.title, author.name, document.body FROM document "
    "JOIN author ON author.id = document.author_id WHERE document.id = 1 + ? % 640";

Product product_asked_for(const Request& request, Services& services) {
  const auto id = request.knobs.integer("product");
  auto product = services.db.query_one<Product>(product_by_id, id);
  if (!product) throw NotFound("there is no product " + std::to_string(id));
  return *std::move(product);
}

Value paragraphs_of(const std::string& body) {
  Value paragraphs = Value::list();
  for (std::size_t begin = 0; begin < body.size();) {
    const std::size_t end = std::min(body.find("\n\n", begin), body.size());
    paragraphs.add(Value::object({{"text", body.substr(begin, end - begin)}}));
    begin = end + 2;
  }
  return paragraphs;
}

// The browser may keep the page, but must ask each time whether it still holds.
Response& kept_by_the_browser(Response& response) {
  return response.set("Cache-Control", "private, no-cache").set("Vary", "Accept");
}

Response page(const Product& product, Services& services) {
  const auto sheet = services.db.query_one<Sheet>(sheet_of_product, product.id);
  if (!sheet) throw NotFound("product " + std::to_string(product.id) + " has no sheet");
  Response response = services.page(Value::object({{"sku", product.sku},
                                                   {"name", product.name},
                                                   {"price", product.price},
                                                   {"stock", product.stock},
                                                   {"sheet", sheet->title},
                                                   {"author", sheet->author},
                                                   {"paragraphs", paragraphs_of(sheet->body)}}));
  return kept_by_the_browser(response);
}
// [/shared]

// [slow]
Response slow(const Request& request, Services& services) {
  return page(product_asked_for(request, services), services);
}
// [/slow]

// [late]
// As a framework's filter does it for every page: the tag is a hash of the body, so there has to be a body.
Response late(const Request& request, Services& services) {
  Response response = page(product_asked_for(request, services), services);
  return response.set("ETag", '"' + io::sha256_hex(response.body).substr(0, 32) + '"');
}
// [/late]

// [fast]
Validators validators_of(const Product& product, Format format) {
  const std::chrono::microseconds changed(product.changed_us);
  return {
      .etag = etag_of(std::to_string(product.version) + "." + std::to_string(product.changed_us), format),
      .last_modified = std::chrono::sys_seconds(std::chrono::duration_cast<std::chrono::seconds>(changed))};
}

Response fast(const Request& request, Services& services) {
  const Product product = product_asked_for(request, services);
  const Validators validators = validators_of(product, request.format);
  if (auto known = not_modified(request, validators, services.clock.now()))
    return kept_by_the_browser(*known);
  Response response = page(product, services);
  return set_validators(response, validators);
}
// [/fast]

std::int64_t none(const ClaimContext&) {
  return 0;
}

std::int64_t both_statements(const ClaimContext&) {
  return 2;
}

}  // namespace

Case conditional_request() {
  return {
      .title = "The whole page again, unchanged",
      .category = Category::request_processing,
      .page = "a product with its data sheet",
      .lesson =
          {
              .symptom = "Visitors come back to the same page all day, and each time the server makes all of "
                         "it and the network carries all of it, although nothing on it has changed. "
                         "Traffic is far above what the number of changes could explain.",
              .why = "The browser still has the page, but the answer gave it nothing to ask with. With an "
                     "`ETag` or a `Last-Modified` it would send that back (`If-None-Match`, "
                     "`If-Modified-Since`), and a 304 without a body would do. Where a filter hashes the "
                     "finished page, the network is spared, and the server still does all of the work.",
              .recognise = "In the browser's network panel a reload shows 200 and the full size, never 304. "
                           "Ask with the tag that you got: `curl -H 'If-None-Match: ...'`. Then look at the "
                           "evidence of the 304: as many statements as the 200 means that the answer was "
                           "thrown away after it was made (variant `late`).",
              .fix = "Keep a version with the data, raised by every write that changes the page, and make "
                     "the tag of it. Read the version first, compare, and answer 304 before the rest of the "
                     "work. Give HTML and JSON different tags, and let `If-None-Match` decide alone where a "
                     "date comes as well.",
              .caution = "The version must cover everything that the page shows; one part that changes "
                         "without it is stale for good. A new template is a change as well: here the tag "
                         "holds the program's build. A date has whole seconds, so two changes within one "
                         "look alike: rely on the tag. Pages that differ for each visitor need that in the "
                         "tag, or none. And a page that seldom gets a second visit gains nothing.",
              .twins =
                  {
                      {.system = "Django",
                       .slow = "# ConditionalGetMiddleware hashes the finished body (late)\n"
                               "def product(request, pk):\n"
                               "    return render(request, \"product.html\", everything_about(pk))",
                       .fast = "def tag(request, pk):\n"
                               "    return Product.objects.values_list(\"version\", flat=True).get(pk=pk)\n\n"
                               "@condition(etag_func=lambda r, pk: f'\"{tag(r, pk)}\"')\n"
                               "def product(request, pk): ..."},
                      {.system = "Rails",
                       .slow = "# Rack::ETag hashes the finished body (late)\n"
                               "def show\n  @product = Product.includes(:sheet).find(params[:id])\nend",
                       .fast = "def show\n  product = Product.find(params[:id])\n"
                               "  if stale?(product)  # cache_key_with_version, updated_at\n"
                               "    @sheet = product.sheet\n  end\nend"},
                      {.system = "Hibernate",
                       .slow = "// Spring's ShallowEtagHeaderFilter hashes the finished body (late)\n"
                               "return render(products.findWithSheet(id));",
                       .fast =
                           "Integer version = em.createQuery(\n"
                           "    \"select p.version from Product p where p.id = :id\", Integer.class)"
                           "...;  // @Version\n"
                           "if (webRequest.checkNotModified(\"\\\"\" + version + \"\\\"\")) return null;"},
                      {.system = "SQL",
                       .slow = "SELECT ... FROM product JOIN document ...;  -- then compare what came out",
                       .fast = "SELECT version, updated_at FROM product WHERE id = ?;  -- first, by key\n"
                               "UPDATE product SET price = ?, version = version + 1 WHERE id = ?;"},
                  },
          },
      .knobs = {{.name = "product",
                 .help = "number of the product",
                 .initial = sold_product,
                 .minimum = 1,
                 .maximum = 25'000},
                dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "no validators: every visit gets the whole page",
               .run = slow},
              {.name = "late",
               .pace = Pace::slow,
               .summary = "the tag is a hash of the page, which is made before it can be left out",
               .run = late},
              {.name = "fast",
               .pace = Pace::fast,
               .summary = "validators from the product's version, compared before the page is made",
               .run = fast},
          },
      .claims =
          {
              {.variant = "slow", .key = "sql", .formula = "2", .value = both_statements, .warm = true},
              {.variant = "slow",
               .key = "bytes",
               .formula = "16000",
               .value = [](const ClaimContext&) { return std::int64_t{16'000}; },
               .relation = Claim::Relation::at_least,
               .warm = true},
              {.variant = "late", .key = "sql", .formula = "2", .value = both_statements, .warm = true},
              {.variant = "late", .key = "bytes", .formula = "0", .value = none, .warm = true},
              {.variant = "fast",
               .key = "sql",
               .formula = "1",
               .value = [](const ClaimContext&) { return std::int64_t{1}; },
               .warm = true},
              {.variant = "fast", .key = "bytes", .formula = "0", .value = none, .warm = true},
          },
  };
}

}  // namespace caseload::cases
