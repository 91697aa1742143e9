#include <algorithm>
#include <iterator>
#include <span>
#include <unordered_map>

#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::cases {

namespace {

// [shared]
constexpr int lifetime_s = 600;
constexpr std::size_t keys_in_one_call = 100;

struct Wish {
  std::int64_t product_id;
  static constexpr auto columns = std::tuple(&Wish::product_id);
};
constexpr std::string_view wishes_sql =
    "SELECT product_id FROM wish WHERE list_id = 1 ORDER BY position LIMIT ?";

// The cached text of each product: "9.90 A blue mug". None for one that is not in the cache.
using Cards = std::vector<std::optional<std::string>>;

std::vector<std::string> keys_of(Services& services, const std::vector<Wish>& wishes) {
  std::vector<std::string> keys;
  for (const Wish& wish : wishes)
    keys.push_back("product " + std::string(name_of(services.db.dataset())) + " " +
                   std::to_string(wish.product_id));
  return keys;
}

// Products that are not in the cache come from the database, and are put into the cache.
void load_missing(Services& services, const std::vector<Wish>& wishes, const std::vector<std::string>& keys,
                  Cards& cards) {
  std::unordered_map<std::int64_t, std::size_t> places;
  std::vector<std::int64_t> ids;
  for (std::size_t i = 0; i < wishes.size(); ++i) {
    if (cards[i]) continue;
    places.emplace(wishes[i].product_id, i);
    ids.push_back(wishes[i].product_id);
  }
  for (std::size_t i = 0; i < ids.size(); i += orm::chunk_rows) {
    auto query = orm::Session(services.db).query<orm::Product>();
    query.only(&orm::Product::name, &orm::Product::price)
        .where_in(&orm::Product::id, std::span(ids).subspan(i, std::min(orm::chunk_rows, ids.size() - i)));
    for (const orm::Product& product : query.all()) {
      const std::size_t place = places.at(product.id());
      cards[place] = std::string(product.price()).append(" ").append(product.name());
      services.cache.set(keys[place], *cards[place], lifetime_s);
    }
  }
}

Response page(Services& services, const Cards& cards) {
  Rows rows({"name", "price"});
  for (const auto& card : cards) {
    const std::string_view text = card.value();
    rows.add(text.substr(text.find(' ') + 1), text.substr(0, text.find(' ')));
  }
  return services.page(Value::object({{"products", std::move(rows)}}));
}
// [/shared]

// [slow]
Response slow(const Request& request, Services& services) {
  const auto wishes = services.db.query<Wish>(wishes_sql, request.knobs.n());
  const auto keys = keys_of(services, wishes);
  Cards cards;
  for (const std::string& key : keys) {
    // [!] One call for each product. Each waits for the cache to respond.
    cards.push_back(services.cache.get(key));
  }
  load_missing(services, wishes, keys, cards);
  return page(services, cards);
}
// [/slow]

// [fast]
Response fast(const Request& request, Services& services) {
  const auto wishes = services.db.query<Wish>(wishes_sql, request.knobs.n());
  const auto keys = keys_of(services, wishes);
  Cards cards;
  for (auto from = keys.begin(); from != keys.end();) {
    const auto to = from + std::min<std::ptrdiff_t>(keys_in_one_call, keys.end() - from);
    // [!] One call for up to 100 products.
    std::ranges::move(services.cache.get_many({from, to}), std::back_inserter(cards));
    from = to;
  }
  load_missing(services, wishes, keys, cards);
  return page(services, cards);
}
// [/fast]

}  // namespace

Case get_loop() {
  const Formula n = items("n", "products");
  return {
      .page = "a wish list of products",
      .knobs = {items_knob("products on the list", 2'560), dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "each product is read from the cache with a call of its own",
               .run = slow,
               .labels = {{.name = "get-loop"}},
               .headline = Headline{.key = Key::cache_calls, .when = When::warm}},
              {.name = "fast",
               .pace = Pace::fast,
               .summary = "up to 100 products are read with one call",
               .run = fast},
          },
      .claims =
          {
              {"slow", Key::cache_calls, n, When::warm},
              {"slow", Key::cache_get, n, When::warm},
              {"slow", Key::sql, 1, When::warm},
              {"fast", Key::cache_calls, chunks_of(n, keys_in_one_call), When::warm},
              {"fast", Key::cache_get, n, When::warm},
              {"fast", Key::sql, 1, When::warm},
          },
      .demo = {{.title = "first visit"}, {.title = "second visit", .when = When::warm}},
  };
}

}  // namespace caseload::cases
