#include <algorithm>
#include <map>
#include <span>

#include "lab/gallery_page.hpp"
#include "shop/partner_calls.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t keys_per_call = 100;
constexpr std::string_view products_sql =
    "SELECT id, sku, name FROM indexed_product WHERE id > ? ORDER BY id LIMIT ?";

struct Product {
  std::int64_t id;
  std::string sku, name;
  static constexpr auto columns = std::tuple(&Product::id, &Product::sku, &Product::name);
};

using Pieces = std::map<std::string, std::int64_t, std::less<>>;

Pieces pieces_at_supplier(const std::vector<Product>& products, Services& services) {
  std::vector<std::string> skus;
  for (const Product& each : products) skus.push_back(each.sku);
  std::vector<io::HttpCall> calls;
  for (std::size_t at = 0; at < skus.size(); at += partners::max_skus) {
    const std::size_t count = std::min(partners::max_skus, skus.size() - at);
    calls.push_back(partners::stock_of(services.db.dataset(), std::span(skus).subspan(at, count)));
  }
  Pieces pieces;
  for (const io::HttpReply& reply : services.partners.send_all(calls)) {
    const auto document = partners::document_in(reply);
    const Value::List* items = document ? (*document)["items"].items() : nullptr;
    if (items == nullptr) continue;
    for (const Value& item : *items)
      pieces[std::string(item["sku"].text_or(""))] = item["stock"].integer_or(0);
  }
  return pieces;
}

// What customers have in their baskets at this moment is counted in the cache.
std::vector<std::string> in_baskets(const std::vector<Product>& products, Services& services) {
  std::vector<std::string> counts;
  for (std::size_t at = 0; at < products.size(); at += keys_per_call) {
    std::vector<std::string> keys;
    for (const Product& each : std::span(products).subspan(at, std::min(keys_per_call, products.size() - at)))
      keys.push_back("basket/" + std::string(name_of(services.db.dataset())) + "/" + each.sku);
    for (auto& found : services.cache.get_many(keys)) counts.push_back(std::move(found).value_or("0"));
  }
  return counts;
}

Response show(const Request& request, Services& services) {
  const auto products = services.db.query<Product>(products_sql, 0, request.knobs.n());
  const Pieces pieces = pieces_at_supplier(products, services);
  const auto reserved = in_baskets(products, services);
  Rows rows({"sku", "name", "pieces", "in_baskets"});
  for (std::size_t i = 0; i < products.size(); ++i) {
    const auto found = pieces.find(products[i].sku);
    const std::optional<std::int64_t> known =
        found == pieces.end() ? std::nullopt : std::optional(found->second);
    rows.add(products[i].sku, products[i].name, known, reserved[i]);
  }
  return services.page(Value::object({{"products", std::move(rows)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage supplier_shelf() {
  return {
      .summary = "products with the supplier's stock and how many are in baskets just now",
      .why =
          "Innocent: cache and supplier are asked in loops, but about a hundred products at a time, and "
          "the calls to the supplier are sent together.",
      .knobs = {items_knob("products on the page", 640), dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
