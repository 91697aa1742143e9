#include "tests/bench/floor_pages.hpp"

#include <cppconn/driver.h>
#include <cppconn/resultset.h>
#include <mysql_connection.h>
#include <mysql_driver.h>

#include <array>
#include <charconv>
#include <cstdlib>

namespace caseload::floor {

namespace {

constexpr const char* books_with_authors =
    "SELECT book.id, book.title, book.author_id, book.publisher_id, book.year, book.price, book.rating, "
    "author.id, author.name, author.country_id, author.born "
    "FROM book LEFT JOIN author ON author.id = book.author_id ORDER BY book.id LIMIT ?";
constexpr const char* product_by_id =
    "SELECT id, sku, name, price, stock, version, "
    "TIMESTAMPDIFF(MICROSECOND, '1970-01-01', updated_at) AS changed_us FROM product WHERE id = ?";
constexpr const char* first_orders =
    "SELECT customer_order.id, DATE_FORMAT(customer_order.placed_at, '%Y-%m-%dT%H:%i:%sZ'), "
    "customer_order.status, customer.name "
    "FROM customer_order LEFT JOIN customer ON customer.id = customer_order.customer_id "
    "ORDER BY customer_order.id LIMIT ?";
constexpr const char* their_items =
    "SELECT order_item.order_id, book.title, CAST(book.rating AS DOUBLE), order_item.quantity, "
    "order_item.price "
    "FROM (SELECT id FROM customer_order ORDER BY id LIMIT ?) AS listed "
    "JOIN order_item ON order_item.order_id = listed.id JOIN book ON book.id = order_item.book_id "
    "ORDER BY order_item.order_id, order_item.id";
constexpr int sold_product = 220;

int size_in(const char* query) {
  return query != nullptr && query[0] == 'n' ? std::atoi(query + 2) : 100;
}

void append_escaped(const sql::SQLString& text, std::string& to) {
  for (const char each : std::string_view(text.c_str(), text.length())) {
    const char* escape = each == '&'    ? "&amp;"
                         : each == '<'  ? "&lt;"
                         : each == '>'  ? "&gt;"
                         : each == '"'  ? "&quot;"
                         : each == '\'' ? "&#39;"
                                        : nullptr;
    escape == nullptr ? to += each : to += escape;
  }
}

// As JSON. The texts of the shop have no control characters.
void append_text(const char* before, const sql::SQLString& text, std::string& to) {
  to.append(before).append(1, '"');
  for (const char each : std::string_view(text.c_str(), text.length())) {
    if (each == '"' || each == '\\') to += '\\';
    to += each;
  }
  to += '"';
}

template <class Number>
void append_number(const char* before, Number number, std::string& to) {
  std::array<char, 32> digits;
  const std::string_view written(digits.data(),
                                 std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr);
  to.append(before).append(written);
  if (std::is_floating_point_v<Number> && written.find_first_of(".e") == std::string_view::npos) to += ".0";
}

}  // namespace

Database::Database(const std::string& socket) {
  sql::ConnectOptionsMap options;
  options["hostName"] = sql::SQLString("unix://" + socket);
  options["userName"] = sql::SQLString("caseload");
  options["password"] = sql::SQLString("");
  options["schema"] = sql::SQLString("caseload_x1");
  options["OPT_CHARSET_NAME"] = options["characterSetResults"] = sql::SQLString("utf8mb4");
  connection.reset(sql::mysql::get_driver_instance()->connect(options));
  books.reset(connection->prepareStatement(books_with_authors));
  product.reset(connection->prepareStatement(product_by_id));
  orders.reset(connection->prepareStatement(first_orders));
  items.reset(connection->prepareStatement(their_items));
}

std::string queries() {
  std::string lines;
  for (const char* query : {books_with_authors, product_by_id, first_orders, their_items})
    lines.append(query).append(1, '\n');
  return lines;
}

void books_page(const char* query, Database& database, const Frame& frame, std::string& out) {
  database.books->setInt(1, size_in(query));
  const std::unique_ptr<sql::ResultSet> rows(database.books->executeQuery());
  out.append(html).append(frame.before);
  while (rows->next()) {
    out += "    <tr><td>";
    append_escaped(rows->getString(2), out);
    out += "</td><td>";
    append_escaped(rows->getString(9), out);
    out += "</td></tr>\n";
  }
  out += frame.after;
}

void orders_page(const char* query, Database& database, std::string& out) {
  database.orders->setInt(1, size_in(query));
  database.items->setInt(1, size_in(query));
  const std::unique_ptr<sql::ResultSet> order(database.orders->executeQuery());
  const std::unique_ptr<sql::ResultSet> item(database.items->executeQuery());
  out += "Content-Type: application/json\r\nCache-Control: no-store\r\n\r\n{\"orders\":[";
  bool more = item->next();
  while (order->next()) {
    const std::int64_t id = order->getInt64(1);
    append_number(order->isFirst() ? "{\"id\":" : ",{\"id\":", id, out);
    append_text(",\"placed_at\":", order->getString(2), out);
    append_text(",\"status\":", order->getString(3), out);
    append_text(",\"customer\":", order->getString(4), out);
    out += ",\"items\":[";
    for (bool first = true; more && item->getInt64(1) == id; more = item->next(), first = false) {
      append_text(first ? "{\"title\":" : ",{\"title\":", item->getString(2), out);
      const double rating = static_cast<double>(item->getDouble(3));
      item->wasNull() ? void(out += ",\"rating\":null") : append_number(",\"rating\":", rating, out);
      append_number(",\"quantity\":", item->getInt64(4), out);
      append_text(",\"price\":", item->getString(5), out);
      out += '}';
    }
    out += "]}";
  }
  out += "]}";
}

void product_page(const char* known, Database& database, std::string& out) {
  database.product->setInt(1, sold_product);
  const std::unique_ptr<sql::ResultSet> row(database.product->executeQuery());
  row->next();
  const std::string tag =
      '"' + std::to_string(row->getInt64(6)) + '.' + std::to_string(row->getInt64(7)) + '"';
  const bool same = known != nullptr && tag == known;
  out.append(same ? "Status: 304 Not Modified\r\nETag: " : "ETag: ").append(tag).append("\r\n").append(html);
  if (!same) out += "changed\n";
}

}  // namespace caseload::floor
