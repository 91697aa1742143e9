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
  std::int64_t version;     // incremented by every change
  std::int64_t changed_us;  // microseconds since 1970
  static constexpr auto columns = std::tuple(&Product::id, &Product::sku, &Product::name, &Product::price,
                                             &Product::stock, &Product::version, &Product::changed_us);
};

struct Document {
  std::string title;
  std::string author;
  std::string body;
  static constexpr auto columns = std::tuple(&Document::title, &Document::author, &Document::body);
};

constexpr std::string_view product_by_id =
    "SELECT id, sku, name, price, stock, version, "
    "TIMESTAMPDIFF(MICROSECOND, '1970-01-01', updated_at) AS changed_us FROM product WHERE id = ?";
// A product has two documents: its data sheet and its instructions. They are never edited. A new edition is a
// new document, and assigning it changes the product, so the product's version covers the whole page.
constexpr std::string_view documents_of_product =
    "SELECT document.title, author.name, document.body FROM document "
    "JOIN author ON author.id = document.author_id "
    "WHERE document.id IN (1 + ? % 639, 2 + ? % 639) ORDER BY document.id";

Product requested_product(const Request& request, Services& services) {
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

// The browser may store the page, but must revalidate it before each use.
Response kept_by_the_browser(Response response) {
  response.set("Cache-Control", "private, no-cache").set("Vary", "Accept");
  return response;
}

Response page(const Product& product, Services& services) {
  Value documents = Value::list();
  for (const Document& each : services.db.query<Document>(documents_of_product, product.id, product.id))
    documents.add(Value::object(
        {{"title", each.title}, {"author", each.author}, {"paragraphs", paragraphs_of(each.body)}}));
  return kept_by_the_browser(services.page(Value::object({{"sku", product.sku},
                                                          {"name", product.name},
                                                          {"price", product.price},
                                                          {"stock", product.stock},
                                                          {"documents", std::move(documents)}})));
}
// [/shared]

// [slow]
Response slow(const Request& request, Services& services) {
  // [!] No ETag and no Last-Modified: the browser has nothing to ask with, so every visit gets the whole
  // page.
  return page(requested_product(request, services), services);
}
// [/slow]

// [late]
// As a framework's filter does for every page: the tag is a hash of the body, so the body is built first.
Response late(const Request& request, Services& services) {
  // [!] The page is built before its tag is known, so a 304 saves the transfer but none of the work.
  Response response = page(requested_product(request, services), services);
  response.set("ETag", '"' + io::sha256_hex(response.body).substr(0, 32) + '"');
  return response;
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
  const Product product = requested_product(request, services);
  const Validators validators = validators_of(product, request.format);
  // [!] The version is compared before the page is built. A returning visitor gets a 304 after one query.
  if (auto known = not_modified(request, validators, services.clock.now()))
    return kept_by_the_browser(*std::move(known));
  Response response = page(product, services);
  set_validators(response, validators);
  return response;
}
// [/fast]

}  // namespace

Case conditional_request() {
  return {
      .page = "a product with its data sheet and its instructions",
      .knobs = {{.name = "product",
                 .help = "id of the product",
                 .initial = sold_product,
                 .minimum = 1,
                 .maximum = 25'000},
                dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "no ETag and no Last-Modified: every visit gets the whole page",
               .run = slow,
               .labels = {{.name = "conditional-request"}},
               .headline = Headline{.key = Key::bytes, .when = When::revisit}},
              {.name = "late",
               .pace = Pace::slow,
               .summary = "the ETag is a hash of the page, so all of it is fetched and built, even for a 304",
               .run = late,
               .labels = {{.name = "conditional-request"}},
               .headline = Headline{.key = Key::db_bytes, .second = Key::sql, .when = When::revisit}},
              {.name = "fast",
               .pace = Pace::fast,
               .summary = "the ETag is made from the product's version and compared before the page is built",
               .run = fast},
          },
      .claims =
          {
              {"slow", Key::sql, 2},
              {"slow", Key::bytes, at_least(32'000)},
              {"late", Key::sql, 2, When::revisit},
              {"late", Key::bytes, 0, When::revisit},
              {"fast", Key::sql, 1, When::revisit},
              {"fast", Key::bytes, 0, When::revisit},
          },
      .demo = {{.title = "first visit"},
               {.title = "second visit", .when = When::revisit},
               {.title = "third visit, after a sale of product 220", .when = When::revisit, .write = &sale}},
  };
}

}  // namespace caseload::cases
