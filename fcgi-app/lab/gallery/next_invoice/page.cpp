#include <algorithm>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// Invoices are numbered without gaps, as the tax office demands: a number is taken in the transaction of its
// invoice, and the last 4,000 invoices stay in this table.
constexpr std::string_view range_sql = "SELECT last_number FROM invoice_range WHERE series = ? FOR UPDATE";
constexpr std::string_view take_sql = "UPDATE invoice_range SET last_number = ? WHERE series = ?";
constexpr std::string_view store_sql =
    "REPLACE INTO issued_invoice (place, series, number, order_id, net_cents, vat_cents) "
    "VALUES (?, ?, ?, ?, ?, ?)";
constexpr std::int64_t invoices_kept = 4'000;

constexpr std::string_view order_sql =
    "SELECT c.name, c.email, k.name, DATE_FORMAT(o.placed_at, '%Y-%m-%d') FROM customer_order o "
    "JOIN customer c ON c.id = o.customer_id JOIN country k ON k.id = c.country_id WHERE o.id = ?";
constexpr std::string_view lines_sql =
    "SELECT b.title, i.quantity, i.price FROM order_item i JOIN book b ON b.id = i.book_id "
    "WHERE i.order_id = ? ORDER BY i.id";
constexpr std::string_view postage_sql =
    "SELECT price FROM shipping_rate WHERE zone = ? AND up_to_grams >= ? ORDER BY up_to_grams LIMIT 1";

constexpr std::int64_t vat_per_cent = 7;
constexpr std::int64_t grams_per_book = 420, heaviest_parcel = 5'000;

struct Number {
  std::int64_t last;
  static constexpr auto columns = std::tuple(&Number::last);
};

struct Order {
  std::string customer, email, country, day;
  static constexpr auto columns = std::tuple(&Order::customer, &Order::email, &Order::country, &Order::day);
};

struct Line {
  std::string title;
  std::int64_t quantity;
  std::string price;
  static constexpr auto columns = std::tuple(&Line::title, &Line::quantity, &Line::price);
};

struct Postage {
  std::string price;
  static constexpr auto columns = std::tuple(&Postage::price);
};

struct Invoice {
  std::int64_t number = 0;
  Order order;
  std::vector<Line> lines;
  std::int64_t postage_cents = 0;

  std::int64_t net_cents() const {
    std::int64_t sum = postage_cents;
    for (const Line& line : lines) sum += line.quantity * cents_of(line.price);
    return sum;
  }
  std::int64_t vat_cents() const { return net_cents() * vat_per_cent / 100; }
};

std::int64_t next_number(Database& db, std::int64_t series) {
  const auto range = db.query_one<Number>(range_sql, series);
  if (!range) throw NotFound("there is no series " + std::to_string(series));
  db.execute(take_sql, range->last + 1, series);
  return range->last + 1;
}

std::int64_t postage_of(Database& db, const std::vector<Line>& lines) {
  std::int64_t grams = 0;
  for (const Line& line : lines) grams += line.quantity * grams_per_book;
  const auto postage = db.query_one<Postage>(postage_sql, "domestic", std::min(grams, heaviest_parcel));
  return postage ? cents_of(postage->price) : 0;
}

Invoice issue(Database& db, std::int64_t series, std::int64_t order_id) {
  Invoice invoice;
  db.transaction([&] {
    invoice.number = next_number(db, series);
    const auto order = db.query_one<Order>(order_sql, order_id);
    if (!order) throw NotFound("there is no order " + std::to_string(order_id));
    invoice.order = *order;
    invoice.lines = db.query<Line>(lines_sql, order_id);
    invoice.postage_cents = postage_of(db, invoice.lines);
    db.execute(store_sql, series * invoices_kept + invoice.number % invoices_kept, series, invoice.number,
               order_id, invoice.net_cents(), invoice.vat_cents());
  });
  return invoice;
}

Response run(const Request& request, Services& services) {
  const Invoice invoice = issue(services.db, request.knobs.integer("series"), request.knobs.integer("order"));
  Rows lines({"title", "quantity", "price"});
  for (const Line& line : invoice.lines) lines.add(line.title, line.quantity, line.price);
  return services
      .page(Value::object({{"series", request.knobs.integer("series")},
                           {"number", invoice.number},
                           {"customer", invoice.order.customer},
                           {"email", invoice.order.email},
                           {"country", invoice.order.country},
                           {"ordered", invoice.order.day},
                           {"lines", std::move(lines)},
                           {"postage", price_of(invoice.postage_cents)},
                           {"net", price_of(invoice.net_cents())},
                           {"vat", price_of(invoice.vat_cents())},
                           {"total", price_of(invoice.net_cents() + invoice.vat_cents())}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage next_invoice() {
  return {
      .summary = "the accounts department issues the invoice of an order",
      .why =
          "The next number is taken first, and its row stays locked while the customer, the order's lines "
          "and the postage are queried. Numbers without gaps do need the lock, but only for the insert: if "
          "the number was taken last, invoices would hardly wait for each other.",
      .knobs =
          {{.name = "order", .help = "number of the order", .initial = 812, .minimum = 1, .maximum = 10'000},
           {.name = "series", .help = "series of invoices", .initial = 2, .minimum = 1, .maximum = 4},
           dataset_knob()},
      .run = run,
      .labels = {{.name = "hot-row"}},
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
