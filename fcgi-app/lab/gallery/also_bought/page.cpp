#include "lab/gallery_page.hpp"

#include <algorithm>

#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view items_sql =
    "SELECT i.order_id, i.book_id, b.title FROM "
    "(SELECT id FROM customer_order ORDER BY id DESC LIMIT ?) AS recent "
    "STRAIGHT_JOIN order_item AS i ON i.order_id = recent.id STRAIGHT_JOIN book AS b ON b.id = i.book_id "
    "ORDER BY i.order_id DESC, i.id";

struct Item {
  std::int64_t order_id, book_id;
  std::string title;
  static constexpr auto columns = std::tuple(&Item::order_id, &Item::book_id, &Item::title);
};

struct Companion {
  const Item* item;
  std::int64_t times;
};

constexpr std::size_t max_books = 12;
constexpr std::size_t max_companions = 3;

bool is_more_frequent(const Companion& one, const Companion& other) {
  return one.times != other.times ? one.times > other.times : one.item->book_id < other.item->book_id;
}

bool are_in_one_order(const std::vector<Item>& items, std::int64_t order_id, std::int64_t book_id) {
  return std::any_of(items.begin(), items.end(),
                     [&](const Item& item) { return item.order_id == order_id && item.book_id == book_id; });
}

// The books that were most often bought together with this one, the most frequent first.
std::vector<Companion> companions_of(const std::vector<Item>& items, std::int64_t book_id) {
  std::vector<Companion> companions;
  for (const Item& item : items) {
    if (item.book_id == book_id || !are_in_one_order(items, item.order_id, book_id)) continue;
    const auto known = std::find_if(companions.begin(), companions.end(), [&](const Companion& each) {
      return each.item->book_id == item.book_id;
    });
    if (known == companions.end())
      companions.push_back({.item = &item, .times = 1});
    else
      ++known->times;
  }
  std::sort(companions.begin(), companions.end(), is_more_frequent);
  return companions;
}

Response run(const Request& request, Services& services) {
  const auto items = services.db.query<Item>(items_sql, request.knobs.n());
  Value books = Value::list();
  for (std::size_t i = 0; i < std::min(max_books, items.size()); ++i) {
    Value titles = Value::list();
    for (const Companion& each : companions_of(items, items[i].book_id)) {
      if (titles.items()->size() == max_companions) break;
      titles.add(Value::object({{"title", each.item->title}, {"times", each.times}}));
    }
    books.add(Value::object({{"title", items[i].title}, {"also_bought", std::move(titles)}}));
  }
  return services.page(Value::object({{"books", std::move(books)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage also_bought() {
  return {
      .summary = "the books sold last, each with what was bought together with it",
      .why =
          "For each item of the recent orders, a helper searches the list of all items again. The time "
          "grows with the square of the orders; items grouped by order would make it linear.",
      .knobs = {items_knob("recent orders that are evaluated", 2'560), dataset_knob()},
      .run = run,
      .labels = {{.name = "nested-loops"}},
  };
}

}  // namespace caseload::gallery
