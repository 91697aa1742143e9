#include "lab/gallery_page.hpp"

#include <algorithm>
#include <span>
#include <unordered_map>

#include "core/text.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view wishes_sql =
    "SELECT w.book_id, b.title, CAST(b.price * 100 AS SIGNED), CAST(w.price_then * 100 AS SIGNED) FROM "
    "(SELECT book_id, price_then FROM wished_book WHERE customer_id = ? ORDER BY book_id LIMIT ?) AS w "
    "STRAIGHT_JOIN book AS b ON b.id = w.book_id ORDER BY w.book_id";

struct Wish {
  std::int64_t book_id;
  std::string title;
  std::int64_t cents, cents_then;
  static constexpr auto columns = std::tuple(&Wish::book_id, &Wish::title, &Wish::cents, &Wish::cents_then);
};

constexpr std::size_t chunk = 200;
constexpr int lifetime_s = 600;

using CountById = std::unordered_map<std::int64_t, std::int64_t>;

// Adds the number of reviews of these books: from the cache in one call, and the rest with one query.
void add_counts(std::span<const Wish> wishes, Services& services, CountById& counts) {
  const std::string prefix = "number of reviews " + std::string(name_of(services.db.dataset())) + " ";
  std::vector<std::string> keys;
  for (const Wish& wish : wishes) keys.push_back(prefix + std::to_string(wish.book_id));
  const auto cached = services.cache.get_many(keys);
  std::vector<std::int64_t> missing;
  for (std::size_t i = 0; i < wishes.size(); ++i) {
    if (const auto count = cached[i] ? whole_number(*cached[i]) : std::nullopt)
      counts.emplace(wishes[i].book_id, *count);
    else
      missing.push_back(wishes[i].book_id);
  }
  orm::Session session(services.db);
  const auto reviews = orm::count(&orm::Book::reviews);
  for (const orm::Book& book : session.query<orm::Book>()
                                   .where_in(&orm::Book::id, missing)
                                   .only(&orm::Book::id)
                                   .annotate(reviews)
                                   .all()) {
    counts.emplace(book.id(), book[reviews]);
    services.cache.set(prefix + std::to_string(book.id()), std::to_string(book[reviews]), lifetime_s);
  }
}

Response run(const Request& request, Services& services) {
  constexpr std::int64_t customer_id = 998;
  const auto wishes = services.db.query<Wish>(wishes_sql, customer_id, request.knobs.n());
  CountById counts;
  const std::span<const Wish> all(wishes);
  for (std::size_t i = 0; i < all.size(); i += chunk)
    add_counts(all.subspan(i, std::min(chunk, all.size() - i)), services, counts);
  Value list = Value::list();
  for (const Wish& wish : wishes) {
    Value entry = Value::object(
        {{"title", wish.title}, {"price", price_of(wish.cents)}, {"reviews", counts[wish.book_id]}});
    if (wish.cents < wish.cents_then) entry.set("saved", price_of(wish.cents_then - wish.cents));
    list.add(std::move(entry));
  }
  return services.page(Value::object({{"wishes", std::move(list)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage wish_list_reviews() {
  return {
      .summary = "a wish list with prices and the number of reviews of each book",
      .why =
          "The numbers come from the cache, 200 in one call, and what is missing is counted with one "
          "query. Only an empty cache makes the page store them one by one.",
      .knobs = {items_knob("wishes on the page", 2'560), dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
