#include "shop/shop_writes.hpp"

#include "core/cancellation.hpp"
#include "shop/services.hpp"

namespace caseload {

namespace {

constexpr std::string_view drop_old_orders =
    "DELETE FROM customer_order WHERE recorded_at > '2026-01-01' AND recorded_at < NOW(6) - INTERVAL 60 "
    "SECOND LIMIT 1000";
constexpr std::string_view drop_placed_orders = "DELETE FROM customer_order WHERE recorded_at > '2026-01-01'";
constexpr std::string_view add_order =
    "INSERT INTO customer_order (customer_id, placed_at, status) VALUES (1, '2025-12-31 12:00:00', 'paid')";
constexpr std::string_view add_item =
    "INSERT INTO order_item (order_id, book_id, quantity, price) SELECT ?, id, 1000, price FROM book WHERE "
    "id = 1";

// Reviews of the same book. Reviews written by the shop have the current date.
constexpr std::string_view drop_old_reviews =
    "DELETE FROM review WHERE created_at > '2026-01-01' AND created_at < NOW(6) - INTERVAL 60 SECOND LIMIT "
    "1000";
constexpr std::string_view drop_written_reviews = "DELETE FROM review WHERE created_at > '2026-01-01'";
constexpr std::string_view add_review =
    "INSERT INTO review (book_id, customer_id, rating, body, created_at) VALUES (1, 1, 5, 'Read it twice.', "
    "NOW(6))";

// The stock is 250 at most; selling the last one refills it.
constexpr std::string_view sell_product =
    "UPDATE product SET stock = (stock + 249) % 250, version = version + 1, updated_at = NOW(6) WHERE id = ?";
// A copy of the products that sales don't change.
constexpr std::string_view restore_product =
    "UPDATE product JOIN indexed_product AS seeded ON seeded.id = product.id SET product.stock = "
    "seeded.stock, "
    "product.version = seeded.version, product.updated_at = seeded.updated_at WHERE product.id = ?";

constexpr std::string_view add_scratch =
    "INSERT INTO scratch_book (batch, position, title, author_id, publisher_id, year, price) VALUES (?, 1, "
    "'Unshown', 1, 1, 2025, 1.00)";
constexpr std::string_view drop_scratch = "DELETE FROM scratch_book WHERE batch = ?";

constexpr std::int64_t unshown_batch = -1;

template <void (*write)(Database&, CachedTexts&)>
Response run_write(const Request&, Services& services) {
  write(services.db, services.texts);
  return {.status = 204};
}

}  // namespace

std::string orders_of(Dataset dataset) {
  return "orders " + std::string(name_of(dataset));
}

std::string reviews_of(Dataset dataset) {
  return "reviews " + std::string(name_of(dataset));
}

// Between a commit and the drop of the texts that depend on it nothing may be cancelled.
void place_order(Database& db, CachedTexts& texts) {
  const Cancellation::Shield until_dropped;
  db.transaction([&] {
    db.execute(drop_old_orders);
    db.execute(add_order);
    db.execute(add_item, db.last_insert_id());
    db.execute(sell_product, sold_product);
  });
  texts.drop(orders_of(db.dataset()));
}

void forget_orders(Database& db, CachedTexts& texts) {
  const Cancellation::Shield until_dropped;
  db.transaction([&] {
    db.execute(drop_placed_orders);
    db.execute(restore_product, sold_product);
  });
  texts.drop(orders_of(db.dataset()));
}

void write_review(Database& db, CachedTexts& texts) {
  const Cancellation::Shield until_dropped;
  db.transaction([&] {
    db.execute(drop_old_reviews);
    db.execute(add_review);
  });
  texts.drop(reviews_of(db.dataset()));
}

void forget_reviews(Database& db, CachedTexts& texts) {
  const Cancellation::Shield until_dropped;
  db.execute(drop_written_reviews);
  texts.drop(reviews_of(db.dataset()));
}

const DemoWrite sale{.make = run_write<place_order>, .undo = run_write<forget_orders>};

void touch_unshown_row(Database& db) {
  db.transaction([&] {
    db.execute(drop_scratch, unshown_batch);
    db.execute(add_scratch, unshown_batch);
    db.execute(drop_scratch, unshown_batch);
  });
}

}  // namespace caseload
