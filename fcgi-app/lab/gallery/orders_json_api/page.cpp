#include <algorithm>
#include <set>

#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

struct Order {
  std::int64_t id;
  std::string placed_at, status, customer;
  static constexpr auto columns = std::tuple(&Order::id, &Order::placed_at, &Order::status, &Order::customer);
};

struct Item {
  std::int64_t order_id, book_id, quantity;
  std::string price;
  static constexpr auto columns = std::tuple(&Item::order_id, &Item::book_id, &Item::quantity, &Item::price);
};

struct Book {
  std::int64_t id;
  std::string title;
  std::int64_t year;
  static constexpr auto columns = std::tuple(&Book::id, &Book::title, &Book::year);
};

constexpr std::string_view newest_orders =
    "SELECT o.id, o.placed_at, o.status, customer.name FROM "
    "(SELECT id, customer_id, placed_at, status FROM customer_order ORDER BY placed_at DESC, id DESC LIMIT "
    "?) AS o "
    "JOIN customer ON customer.id = o.customer_id ORDER BY o.id";
constexpr std::string_view their_items =
    "SELECT item.order_id, item.book_id, item.quantity, item.price FROM "
    "(SELECT id FROM customer_order ORDER BY placed_at DESC, id DESC LIMIT ?) AS o "
    "JOIN order_item AS item ON item.order_id = o.id ORDER BY item.order_id, item.id";

// In chunks, because the database limits the number of parameters.
std::vector<Book> books_of(Database& db, const std::vector<Item>& items) {
  constexpr std::size_t max_ids = 500;
  std::set<std::int64_t> distinct;
  for (const Item& item : items) distinct.insert(item.book_id);
  const std::vector<std::int64_t> ids(distinct.begin(), distinct.end());
  std::vector<Book> books;
  for (std::size_t from = 0; from < ids.size(); from += max_ids) {
    std::string sql = "SELECT id, title, year FROM book WHERE id IN (";
    std::vector<Parameter> values;
    for (std::size_t at = from; at < std::min(from + max_ids, ids.size()); ++at) {
      sql += values.empty() ? "?" : ",?";
      values.push_back(to_parameter(ids[at]));
    }
    Cursor cursor = db.run(sql + ") ORDER BY id", values);
    while (cursor.next()) books.push_back(map_row<Book>(cursor));
  }
  return books;
}

void write_items(io::JsonWriter& json, std::vector<Item>::const_iterator& item, const Order& order,
                 std::vector<Item>::const_iterator end) {
  json.key("items").begin_list();
  for (; item != end && item->order_id <= order.id; ++item) {
    if (item->order_id < order.id) continue;
    json.begin_object().key("book").number(item->book_id).key("quantity").number(item->quantity);
    json.key("price").text(item->price).end_object();
  }
  json.end_list();
}

Response run(const Request& request, Services& services) {
  const auto orders = services.db.query<Order>(newest_orders, request.knobs.n());
  const auto items = services.db.query<Item>(their_items, request.knobs.n());
  const auto books = books_of(services.db, items);
  Response response = data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("data").begin_list();
    auto item = items.begin();
    for (const Order& order : orders) {
      json.begin_object().key("id").number(order.id).key("placed_at").text(order.placed_at);
      json.key("status").text(order.status).key("customer").text(order.customer);
      write_items(json, item, order, items.end());
      json.end_object();
    }
    json.end_list().key("included").begin_list();
    for (const Book& book : books) {
      json.begin_object().key("type").text("book").key("id").number(book.id);
      json.key("title").text(book.title).key("year").number(book.year).end_object();
    }
    json.end_list().end_object();
  });
  return response.set("Cache-Control", "private");
}

}  // namespace

GalleryPage orders_json_api() {
  return {
      .summary = "the newest orders with their items; each book is included once, as in JSON:API",
      .why =
          "Two queries for orders and items, then one for each 500 distinct books; the document is "
          "written straight to the output.",
      .knobs = {items_knob("orders in the response", 2'560), dataset_knob()},
      .run = run,
      .labels = {},
  };
}

}  // namespace caseload::gallery
