#include <algorithm>
#include <map>

#include "shop/partner_calls.hpp"
#include "shop/services.hpp"

namespace caseload::cases {

namespace {

// [shared]
constexpr std::string_view products_sql = "SELECT sku, name, price FROM indexed_product ORDER BY id LIMIT ?";

struct Product {
  std::string sku, name, price;
  static constexpr auto columns = std::tuple(&Product::sku, &Product::name, &Product::price);
};

using Stock = std::map<std::string, std::int64_t, std::less<>>;  // by SKU

std::vector<Product> products_for(const Request& request, Services& services) {
  return services.db.query<Product>(products_sql, request.knobs.n());
}

// Adds what a response says. False: there is none.
bool add(const io::HttpReply& reply, Stock& stock) {
  const auto document = partners::document_in(reply);
  const Value::List* items = document ? (*document)["items"].items() : nullptr;
  if (items == nullptr) return false;
  for (const Value& item : *items)
    if (const std::int64_t* pieces = item["stock"].integer()) stock.emplace(item["sku"].text_or(""), *pieces);
  return true;
}

std::string pieces_of(const Product& product, const std::optional<Stock>& stock) {
  const auto found = stock ? stock->find(product.sku) : Stock::const_iterator();
  return stock && found != stock->end() ? std::to_string(found->second) : "not known";
}

// Without any stock if a call failed, so that the page does not depend on which one it was.
Response show(Services& services, const std::vector<Product>& products, const std::optional<Stock>& stock) {
  Rows rows({"sku", "name", "price", "stock"});
  for (const Product& product : products)
    rows.add(product.sku, product.name, product.price, pieces_of(product, stock));
  return services.page(Value::object({{"products", std::move(rows)}, {"is_incomplete", !stock}}));
}
// [/shared]

// [slow]
Response slow(const Request& request, Services& services) {
  const std::vector<Product> products = products_for(request, services);
  Stock stock;
  for (const Product& product : products) {
    // [!] One call to the service for each product.
    const io::HttpReply reply =
        services.partners.send(partners::stock_of(request.knobs.dataset(), {&product.sku, 1}));
    if (!add(reply, stock)) return show(services, products, std::nullopt);
  }
  return show(services, products, stock);
}
// [/slow]

// [fast]
Response fast(const Request& request, Services& services) {
  const std::vector<Product> products = products_for(request, services);
  std::vector<std::string> skus;
  for (const Product& product : products) skus.push_back(product.sku);
  Stock stock;
  for (std::span<const std::string> rest(skus); !rest.empty();) {
    // [!] The service takes up to 100 SKUs in a call.
    const std::size_t chunk = std::min(rest.size(), partners::max_skus);
    const io::HttpReply reply =
        services.partners.send(partners::stock_of(request.knobs.dataset(), rest.first(chunk)));
    if (!add(reply, stock)) return show(services, products, std::nullopt);
    rest = rest.subspan(chunk);
  }
  return show(services, products, stock);
}
// [/fast]

}  // namespace

Case call_loop() {
  const Formula n = items("n", "products");
  const Formula chunks = chunks_of(n, static_cast<std::int64_t>(partners::max_skus));
  return {
      .page = "a list of products with their stock, which comes from another service",
      .knobs = {items_knob("products on the page", 640), dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "one call to the stock service for each product",
               .run = slow,
               .labels = {{.name = "call-loop"}},
               .headline = Headline{.key = Key::calls}},
              {.name = "fast", .pace = Pace::fast, .summary = "one call for up to 100 products", .run = fast},
          },
      .claims =
          {
              {"slow", Key::calls, n},
              {"slow", Key::call_waits, n},
              {"slow", Key::sql, 1},
              {"fast", Key::calls, chunks},
              {"fast", Key::call_waits, chunks},
              {"fast", Key::sql, 1},
          },
  };
}

}  // namespace caseload::cases
