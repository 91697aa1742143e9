#include <map>

#include "lab/gallery_page.hpp"
#include "shop/services.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

struct Order {
  std::int64_t id;
  std::string placed_on, status;
  static constexpr auto columns = std::tuple(&Order::id, &Order::placed_on, &Order::status);
};

struct Shelf {
  std::int64_t id;
  std::string name;
  std::int64_t books;
  static constexpr auto columns = std::tuple(&Shelf::id, &Shelf::name, &Shelf::books);
};

constexpr std::string_view orders_sql =
    "SELECT id, DATE(placed_at), status FROM customer_order WHERE customer_id = ? ORDER BY id DESC LIMIT ?";
constexpr std::string_view shelves_sql =
    "SELECT t.id, t.name, COUNT(*) FROM book_tag bt JOIN tag t ON t.id = bt.tag_id "
    "GROUP BY t.id, t.name ORDER BY t.name";
constexpr std::string_view publishers_sql =
    "SELECT p.id, p.name, COUNT(*) AS books FROM book b JOIN publisher p ON p.id = b.publisher_id "
    "GROUP BY p.id, p.name ORDER BY books DESC, p.id LIMIT 40";

Value entry_for(const Shelf& shelf) {
  return Value::object({{"id", shelf.id}, {"name", shelf.name}, {"books", shelf.books}});
}

// The menu at the top of every page: all shelves by genre, which is the last word of a tag, and the
// publishers.
Value menu(Database& db) {
  std::map<std::string, Value> genres;
  for (const Shelf& shelf : db.query<Shelf>(shelves_sql))
    genres[shelf.name.substr(shelf.name.rfind(' ') + 1)].add(entry_for(shelf));
  Value columns = Value::list();
  for (auto& [genre, shelves] : genres)
    columns.add(Value::object({{"genre", genre}, {"shelves", std::move(shelves)}}));
  Value publishers = Value::list();
  for (const Shelf& publisher : db.query<Shelf>(publishers_sql)) publishers.add(entry_for(publisher));
  return Value::object({{"columns", std::move(columns)}, {"publishers", std::move(publishers)}});
}

Response run(const Request& request, Services& services) {
  Value model = Value::object({{"menu", menu(services.db)}});
  if (const auto visitor = visitor_of(request, services.db)) {
    Value orders = Value::list();
    for (const Order& order : services.db.query<Order>(orders_sql, visitor->id, request.knobs.n()))
      orders.add(Value::object({{"id", order.id}, {"placed_on", order.placed_on}, {"status", order.status}}));
    model.set("account", Value::object({{"name", visitor->name}, {"orders", std::move(orders)}}));
  }
  return services.page(std::move(model)).set("Cache-Control", "private").set("Vary", "Accept, Cookie");
}

}  // namespace

GalleryPage orders_with_menu() {
  return {
      .summary = "the customer's orders below the shop's menu of all shelves and publishers",
      .why =
          "The menu is the largest part of the page and the same for everybody. Both of its queries count "
          "the whole catalogue, and its hundreds of entries are rendered again on every request.",
      .knobs = {items_knob("orders on the page", 640), dataset_knob()},
      .run = run,
      .labels = {{.name = "fragment-cache"}},
  };
}

}  // namespace caseload::gallery
