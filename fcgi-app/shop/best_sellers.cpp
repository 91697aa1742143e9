#include "shop/best_sellers.hpp"

namespace caseload {

namespace {

struct BestSeller {
  std::string title;
  std::int64_t copies;
  static constexpr auto columns = std::tuple(&BestSeller::title, &BestSeller::copies);
};

constexpr std::string_view most_copies_sold =
    "SELECT book.title, sold.copies FROM "
    "(SELECT order_item.book_id, SUM(order_item.quantity) AS copies "
    "FROM customer_order JOIN order_item ON order_item.order_id = customer_order.id "
    "WHERE customer_order.placed_at >= '2025-10-01' AND customer_order.placed_at < '2026-01-01' "
    "GROUP BY order_item.book_id ORDER BY copies DESC, order_item.book_id LIMIT ?) AS sold "
    "JOIN book ON book.id = sold.book_id ORDER BY sold.copies DESC, book.id";

}  // namespace

Value best_sellers_of_the_quarter(Database& db, std::int64_t max) {
  Value books = Value::list();
  for (const BestSeller& each : db.query<BestSeller>(most_copies_sold, max))
    books.add(Value::object({{"title", each.title}, {"copies", each.copies}}));
  return books;
}

}  // namespace caseload
