#include "core/cancellation.hpp"
#include "core/errors.hpp"
#include "shop/partner_calls.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::cases {

namespace {

// [shared]
constexpr std::int64_t customer_id = 7;

constexpr std::string_view cart_sql =
    "SELECT product_id, name, price FROM checkout_stock ORDER BY product_id LIMIT ?";
constexpr std::string_view add_order_sql =
    "INSERT INTO checkout_order (customer_id, total, status) VALUES (?, ?, 'pending')";
constexpr std::string_view add_lines_sql = "INSERT INTO checkout_line (order_id, product_id, price) VALUES ";
// In the order of the products, so that two orders can't deadlock.
constexpr std::string_view take_pieces_sql =
    "UPDATE checkout_line AS line STRAIGHT_JOIN checkout_stock AS stock ON stock.product_id = "
    "line.product_id "
    "SET stock.pieces = stock.pieces - 1 WHERE line.order_id = ? AND stock.pieces > 0";
constexpr std::string_view settle_sql =
    "UPDATE checkout_order SET status = 'paid', reference = ? WHERE id = ?";
constexpr std::string_view receipt_sql =
    "SELECT placed.status, placed.reference, stock.name, line.price FROM checkout_order AS placed "
    "JOIN checkout_line AS line ON line.order_id = placed.id "
    "JOIN checkout_stock AS stock ON stock.product_id = line.product_id "
    "WHERE placed.id = ? ORDER BY line.product_id";

// An order whose request died is cancelled by a later one.
constexpr std::string_view abandoned_sql =
    "SELECT id FROM checkout_order WHERE placed_at < NOW(6) - INTERVAL 10 MINUTE LIMIT 1";
// Locks them, so that the pieces go back once.
constexpr std::string_view mark_cancelled_sql =
    "UPDATE checkout_order SET status = 'cancelled' WHERE id IN (?, ?)";
constexpr std::string_view remove_orders_sql = "DELETE FROM checkout_order WHERE id IN (?, ?)";
constexpr std::string_view return_pieces_sql =
    "UPDATE (SELECT product_id, COUNT(*) AS pieces FROM checkout_line WHERE order_id IN (?, ?) "
    "GROUP BY product_id) AS taken STRAIGHT_JOIN checkout_stock AS stock "
    "ON stock.product_id = taken.product_id SET stock.pieces = stock.pieces + taken.pieces";

struct Product {
  std::int64_t id;
  std::string name, price;
  static constexpr auto columns = std::tuple(&Product::id, &Product::name, &Product::price);
};
struct ReceiptLine {
  std::string status, reference, name, price;
  static constexpr auto columns =
      std::tuple(&ReceiptLine::status, &ReceiptLine::reference, &ReceiptLine::name, &ReceiptLine::price);
};
struct OrderId {
  std::int64_t id;
  static constexpr auto columns = std::tuple(&OrderId::id);
};

struct Cart {
  std::vector<Product> products;
  std::int64_t cents = 0;
};

Cart cart_of(const Request& request, Database& db) {
  Cart cart{.products = db.query<Product>(cart_sql, request.knobs.n())};
  for (const Product& product : cart.products) cart.cents += cents_of(product.price);
  return cart;
}

void add_lines(Database& db, std::int64_t order, const Cart& cart) {
  std::string sql(add_lines_sql);
  std::vector<Parameter> values;
  for (const Product& product : cart.products) {
    sql += values.empty() ? "(?, ?, ?)" : ", (?, ?, ?)";
    for (const Parameter& value :
         {to_parameter(order), to_parameter(product.id), to_parameter(product.price)})
      values.push_back(value);
  }
  db.run_write(sql, values);
}

// A pending order with its lines; its pieces are taken from the stock, whose rows stay locked until the
// COMMIT.
std::int64_t reserve(Database& db, const Cart& cart) {
  db.execute(add_order_sql, customer_id, price_of(cart.cents));
  const std::int64_t order = db.last_insert_id();
  add_lines(db, order, cart);
  const std::int64_t taken = db.execute(take_pieces_sql, order);
  if (taken < static_cast<std::int64_t>(cart.products.size())) throw HttpError(409, "a product is sold out");
  return order;
}

// Also for a client that has disconnected.
void cancel(Database& db, std::int64_t order) {
  const Cancellation::Shield to_the_end;
  const auto abandoned = db.query_one<OrderId>(abandoned_sql);
  const std::int64_t other = abandoned ? abandoned->id : order;
  db.transaction([&] {
    db.execute(mark_cancelled_sql, order, other);
    db.execute(return_pieces_sql, order, other);
    db.execute(remove_orders_sql, order, other);  // with their lines
  });
}

struct Payment {
  std::string reference;  // empty if it was not approved
  std::string reason;
};

Payment pay(Services& services, const Cart& cart) {
  const auto reply =
      services.partners.send(partners::payment_by(services.request.knobs.dataset(), customer_id, cart.cents));
  if (const auto approval = partners::document_in(reply))
    return {.reference = std::string((*approval)["reference"].text_or(""))};
  const bool is_declined = reply.status == 402;
  return {.reason = is_declined ? "The payment was declined." : "The payment service is not available."};
}

void settle(Database& db, std::int64_t order, const Payment& payment) {
  db.execute(settle_sql, payment.reference, order);
}

Response receipt(Services& services, std::int64_t order, const Cart& cart) {
  Value lines = Value::list();
  std::string status, reference;
  for (ReceiptLine& line : services.db.query<ReceiptLine>(receipt_sql, order)) {
    lines.add(Value::object({{"name", line.name}, {"price", line.price}}));
    status = std::move(line.status);
    reference = std::move(line.reference);
  }
  return services.page(Value::object({{"status", status},
                                      {"paid", Value::object({{"reference", reference}})},
                                      {"declined", 0},
                                      {"total", price_of(cart.cents)},
                                      {"lines", std::move(lines)}}));
}

Response refusal(Services& services, const Payment& payment, const Cart& cart) {
  Value lines = Value::list();
  for (const Product& product : cart.products)
    lines.add(Value::object({{"name", product.name}, {"price", product.price}}));
  return services.page(Value::object({{"status", "not ordered"},
                                      {"refused", Value::object({{"reason", payment.reason}})},
                                      {"declined", 1},
                                      {"total", price_of(cart.cents)},
                                      {"lines", std::move(lines)}}));
}
// [/shared]

// [slow]
struct NotPaid {};

Response slow(const Request& request, Services& services) {
  Database& db = services.db;
  const Cart cart = cart_of(request, db);
  std::int64_t order = 0;
  Payment payment;
  Response page;
  try {
    db.transaction([&] {
      order = reserve(db, cart);
      // [!] The rows of the stock are locked while another company decides. Whoever buys the same products
      // waits.
      payment = pay(services, cart);
      if (payment.reference.empty()) throw NotPaid();  // rolls back
      settle(db, order, payment);
      // [!] The page is built before the COMMIT, too.
      page = receipt(services, order, cart);
    });
  } catch (const NotPaid&) {
    return refusal(services, payment, cart);
  }
  cancel(db, order);  // leaves the tables as they were
  return page;
}
// [/slow]

// [fast]
// [!] The first short transaction: the pieces are reserved, and their rows are free again.
std::int64_t reserved(Database& db, const Cart& cart) {
  std::int64_t order = 0;
  db.transaction([&] { order = reserve(db, cart); });
  return order;
}

Payment pay_or_cancel(Services& services, const Cart& cart, std::int64_t order) {
  try {
    return pay(services, cart);
  } catch (...) {
    cancel(services.db, order);
    throw;
  }
}

Response fast(const Request& request, Services& services) {
  Database& db = services.db;
  const Cart cart = cart_of(request, db);
  const std::int64_t order = reserved(db, cart);
  const Payment payment = pay_or_cancel(services, cart, order);
  if (payment.reference.empty()) {
    // [!] Nothing can be rolled back any more, so the reservation is undone by a transaction of its own.
    cancel(db, order);
    return refusal(services, payment, cart);
  }
  // [!] The second one is a single UPDATE.
  settle(db, order, payment);
  Response page = receipt(services, order, cart);
  cancel(db, order);  // leaves the tables as they were
  return page;
}
// [/fast]

}  // namespace

Case long_transaction() {
  const Formula declined = member("declined", "declined");
  return {
      .page =
          "a checkout that reserves stock, has the payment service charge the customer, and shows the "
          "receipt",
      .knobs = {{.name = "n",
                 .help = "products in the cart; with many, the payment is declined",
                 .initial = 4,
                 .minimum = 1,
                 .maximum = 100,
                 .ladder = {1, 4, 16, 64}},
                dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "the payment service is called inside the transaction, so rows stay locked until "
                          "it replies",
               .run = slow,
               .labels = {{.name = "long-transaction"}},
               .headline = Headline{.key = Key::calls_in_transaction, .second = Key::transaction_idle},
               .method = Method::post},
              {.name = "fast",
               .pace = Pace::fast,
               .summary =
                   "two short transactions; the payment service is called between them, with no row locked",
               .run = fast,
               .method = Method::post},
          },
      .claims =
          {
              {"slow", Key::calls, 1},
              {"slow", Key::calls_in_transaction, 1},
              {"slow", Key::sql,
               (Formula(10) - 6 * declined).remark("5 to show the receipt and to clean up")},
              {"slow", Key::commits, (Formula(2) - 2 * declined).remark("1 to clean up")},
              {"fast", Key::calls, 1},
              {"fast", Key::calls_in_transaction, 0},
              {"fast", Key::sql,
               (Formula(10) - 2 * declined).remark("5 to show the receipt and to clean up")},
              {"fast", Key::commits, (Formula(3) - declined).remark("1 to clean up")},
              {"slow", Key::calls_in_transaction, requests_at_once(), When::at_once},
              {"fast", Key::calls_in_transaction, 0, When::at_once},
          },
      .demo = {{.title = "one customer"}, {.title = "customers who buy the same products", .at_once = 4}},
  };
}

}  // namespace caseload::cases
