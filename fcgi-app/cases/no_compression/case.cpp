#include "core/negotiation.hpp"
#include "io/json/json_writer.hpp"
#include "io/text/gzip.hpp"
#include "shop/data_page.hpp"
#include "shop/shop_writes.hpp"

namespace caseload::cases {

namespace {

// [shared]
struct Product {
  std::string sku, name, price;
  std::int64_t stock;
  static constexpr auto columns = std::tuple(&Product::sku, &Product::name, &Product::price, &Product::stock);
};
constexpr std::string_view products_sql = "SELECT sku, name, price, stock FROM product ORDER BY id LIMIT ?";

Response catalogue(const Request& request, Services& services) {
  const auto products = services.db.query<Product>(products_sql, request.knobs.n());
  return data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("products").begin_list();
    for (const Product& product : products) {
      json.begin_object().key("sku").text(product.sku).key("name").text(product.name);
      json.key("price").text(product.price).key("stock").number(product.stock).end_object();
    }
    json.end_list().end_object();
  });
}
// [/shared]

// [slow]
Response slow(const Request& request, Services& services) {
  // [!] nginx compresses by content type, and this one is not on its list (`gzip_types`).
  return catalogue(request, services).set("Content-Type", "application/vnd.bookshop.catalogue+json");
}
// [/slow]

// [fast]
Response fast(const Request& request, Services& services) {
  // [!] `application/json` is on the list, so nginx compresses it on its way to the client.
  return catalogue(request, services);
}
// [/fast]

// [precompressed]
Response precompressed(const Request& request, Services& services) {
  const CachedText kept{.key = "catalogue " + request.knobs.query_string(),
                        .depends = {orders_of(request.knobs.dataset())},
                        .lifetime_s = 60};
  // [!] Built and compressed once, and dropped when an order changes the stock.
  std::string compressed =
      services.texts.get(kept, [&] { return io::gzip(catalogue(request, services).body); }).text;
  Response response;
  // [!] The encoding depends on the client. For `fast`, nginx says so itself (gzip_vary).
  response.set("Content-Type", "application/json")
      .set("Cache-Control", "no-store")
      .set("Vary", "Accept-Encoding");
  if (!accepts_gzip(request.header("accept-encoding"))) {
    response.body = io::gunzip(compressed);
    return response;
  }
  response.body = std::move(compressed);
  response.set("Content-Encoding", "gzip");
  return response;
}
// [/precompressed]

constexpr std::int64_t min_bytes = 60;  // of a product

}  // namespace

Case no_compression() {
  const Formula n = items("n", "products");
  return {
      .page = "a catalogue of products as JSON",
      .knobs = {{.name = "n",
                 .help = "products in the catalogue",
                 .initial = 2'560,
                 .minimum = 1,
                 .maximum = 10'240,
                 .ladder = {40, 160, 640, 2'560}},
                dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "sent uncompressed: its content type is missing from nginx's gzip_types",
               .run = slow,
               .labels = {{.name = "no-compression"}},
               .headline = Headline{.key = Key::bytes}},
              {.name = "fast",
               .pace = Pace::fast,
               .summary =
                   "sent with the usual content type; nginx compresses it after its size was measured here",
               .run = fast},
              {.name = "precompressed",
               .pace = Pace::fast,
               .summary = "compressed with gzip once, then kept in memcached, whatever its type",
               .run = precompressed},
          },
      .claims =
          {
              {"slow", Key::bytes, at_least(min_bytes * n)},
              {"slow", Key::sql, 1},
              {"fast", Key::sql, 1},
              {"precompressed", Key::sql, 0, When::warm},
          },
  };
}

}  // namespace caseload::cases
