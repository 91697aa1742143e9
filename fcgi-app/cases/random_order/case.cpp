#include <algorithm>
#include <array>
#include <random>
#include <tuple>

#include "shop/services.hpp"
#include "shop/shop_size.hpp"

namespace caseload::cases {

namespace {

// [shared]
constexpr std::size_t shown = 6;

struct Product {
  std::int64_t id;
  std::string sku, name, price;
  std::int64_t stock;
  static constexpr auto columns =
      std::tuple(&Product::id, &Product::sku, &Product::name, &Product::price, &Product::stock);
};

Response page(Services& services, const std::vector<Product>& products) {
  Rows rows({"sku", "name", "price", "stock"});
  for (const Product& each : products) rows.add(each.sku, each.name, each.price, each.stock);
  return services.page(Value::object({{"products", std::move(rows)}}));
}

// A draw with the same seed picks the same products; 0: no seed.
std::int64_t seed_of(const Request& request) {
  return request.knobs.integer("seed");
}
// [/shared]

// [slow]
constexpr std::string_view shuffled =
    // [!] Every product in stock gets a random number, and all of them are sorted by it, to take six.
    "SELECT id, sku, name, price, stock FROM product WHERE stock > 0 ORDER BY RAND() LIMIT 6";
constexpr std::string_view shuffled_again =
    "SELECT id, sku, name, price, stock FROM product WHERE stock > 0 ORDER BY RAND(?) LIMIT 6";

Response slow(const Request& request, Services& services) {
  const std::int64_t seed = seed_of(request);
  return page(services, seed == 0 ? services.db.query<Product>(shuffled)
                                  : services.db.query<Product>(shuffled_again, seed));
}
// [/slow]

// [fast]
// More than six, because some products are out of stock. Five rounds are enough unless most of them are.
using Ids = std::array<std::int64_t, 10>;
constexpr int max_rounds = 5;
constexpr std::string_view last_id_sql = "SELECT MAX(id) FROM product";
constexpr std::string_view in_stock_by_id =
    "SELECT id, sku, name, price, stock FROM product "
    "WHERE id IN (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AND stock > 0";

struct LastId {
  std::int64_t id;
  static constexpr auto columns = std::tuple(&LastId::id);
};

Response fast(const Request& request, Services& services) {
  const auto seed = static_cast<std::uint64_t>(seed_of(request));
  std::mt19937_64 generator(seed == 0 ? std::random_device{}() : seed);
  const auto last = services.db.query_one<LastId>(last_id_sql);
  std::uniform_int_distribution<std::int64_t> any_id(1, last->id);
  std::vector<Product> picked;
  for (int round = 0; picked.size() < shown && round < max_rounds; ++round) {
    Ids ids;
    // [!] The ids are drawn in code, and only their rows are read, by the primary key.
    for (std::int64_t& id : ids) id = any_id(generator);
    auto found =
        std::apply([&](auto... id) { return services.db.query<Product>(in_stock_by_id, id...); }, ids);
    // In the order drawn. In the order found, low ids would come first and be picked more often.
    for (const std::int64_t id : ids) {
      const auto product = std::ranges::find(found, id, &Product::id);
      const bool is_new = std::ranges::find(picked, id, &Product::id) == picked.end();
      if (product != found.end() && is_new && picked.size() < shown) picked.push_back(*product);
    }
  }
  return page(services, picked);
}
// [/fast]

}  // namespace

Case random_order() {
  const Formula drawn = std::int64_t{max_rounds} * static_cast<std::int64_t>(std::tuple_size_v<Ids>);
  return {
      .page = "six products in stock, picked at random",
      .knobs = {{.name = "seed",
                 .help = "the same seed repeats a draw; 0 draws anew on each visit",
                 .initial = 0,
                 .minimum = 0,
                 .maximum = 999'999},
                dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "all products in stock sorted in random order, to show a few",
               .run = slow,
               .labels = {{.name = "random-order"}},
               .headline = Headline{.key = Key::rows_examined}},
              {.name = "fast",
               .pace = Pace::fast,
               .summary = "a few random ids, looked up by the primary key",
               .run = fast},
          },
      .claims =
          {
              {"slow", Key::rows_examined, at_least(stored_products())},
              {"slow", Key::rows, items("products shown", "products")},
              {"slow", Key::sql, 1},
              {"fast", Key::rows_examined,
               at_most((drawn + 1).remark("five rounds of ten ids, usually one"))},
              {"fast", Key::sql, at_most(1 + Formula(max_rounds))},
          },
      .growth =
          {
              {.variant = "slow",
               .key = Key::rows_examined,
               .over = "dataset",
               .shape = Growth::Shape::grows},
          },
      .unequal_because =
          "Each variant draws its own products. A test checks that they are six different ones in stock, and "
          "that each product is as likely as any other.",
  };
}

}  // namespace caseload::cases
