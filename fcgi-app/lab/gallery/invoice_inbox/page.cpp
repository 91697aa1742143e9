#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view invoice_sql = R"(
  SELECT i.reference, i.order_number, i.cents, DATE_FORMAT(i.received_at, '%e %M %Y'), i.supplier_id, s.name
    FROM payables_invoice AS i
    JOIN payables_supplier AS s ON s.id = i.supplier_id
   WHERE i.id = ?)";
// What was read from the invoice is compared with what was ordered.
constexpr std::string_view order_sql = R"(
  SELECT o.id, o.buyer, o.cents, o.cost_centre
    FROM payables_invoice AS i
    JOIN payables_order AS o ON o.number = i.order_number
   WHERE i.id = ?)";
constexpr std::string_view lines_sql =
    "SELECT goods, pieces, received_pieces, cents FROM payables_order_line WHERE order_id = ? ORDER BY "
    "line_no";
constexpr std::string_view queue_sql =
    "SELECT state, COUNT(*) FROM payables_invoice WHERE clerk_id = ? GROUP BY state ORDER BY state";
constexpr std::string_view earlier_sql =
    "SELECT reference, cents, state FROM payables_invoice WHERE supplier_id = ? AND id < ? "
    "ORDER BY id DESC LIMIT 5";

struct Invoice {
  std::string reference;
  std::optional<std::int64_t> order_number;
  std::int64_t cents;
  std::string received;
  std::int64_t supplier;
  std::string supplier_name;
  static constexpr auto columns = std::tuple(&Invoice::reference, &Invoice::order_number, &Invoice::cents,
                                             &Invoice::received, &Invoice::supplier, &Invoice::supplier_name);
};

struct Order {
  std::int64_t id;
  std::string buyer;
  std::int64_t cents;
  std::string cost_centre;
  static constexpr auto columns = std::tuple(&Order::id, &Order::buyer, &Order::cents, &Order::cost_centre);
};

struct Line {
  std::string goods;
  std::int64_t pieces, received_pieces, cents;
  static constexpr auto columns =
      std::tuple(&Line::goods, &Line::pieces, &Line::received_pieces, &Line::cents);
};

struct Queue {
  std::string state;
  std::int64_t invoices;
  static constexpr auto columns = std::tuple(&Queue::state, &Queue::invoices);
};

struct Earlier {
  std::string reference;
  std::int64_t cents;
  std::string state;
  static constexpr auto columns = std::tuple(&Earlier::reference, &Earlier::cents, &Earlier::state);
};

std::string euros(std::int64_t cents) {
  return fixed(static_cast<double>(cents) / 100, 2);
}

Value matched_order(Database& db, std::int64_t invoice, std::int64_t invoiced_cents) {
  const auto order = db.query_one<Order>(order_sql, invoice);
  if (!order) return {};
  Value lines = Value::list();
  for (const Line& each : db.query<Line>(lines_sql, order->id))
    lines.add(Value::object({{"goods", each.goods},
                             {"pieces", each.pieces},
                             {"is_missing", each.received_pieces < each.pieces},
                             {"price", euros(each.cents)}}));
  return Value::object({{"buyer", order->buyer},
                        {"cost_centre", order->cost_centre},
                        {"difference", euros(invoiced_cents - order->cents)},
                        {"lines", std::move(lines)}});
}

Response show(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t id = request.knobs.integer("invoice"), clerk = request.knobs.integer("clerk");
  const auto invoice = db.query_one<Invoice>(invoice_sql, id);
  if (!invoice) throw NotFound("there is no invoice " + std::to_string(id));
  Value queue = Value::list(), earlier = Value::list();
  for (const Queue& each : db.query<Queue>(queue_sql, clerk))
    queue.add(Value::object({{"state", each.state}, {"invoices", each.invoices}}));
  for (const Earlier& each : db.query<Earlier>(earlier_sql, invoice->supplier, id))
    earlier.add(
        Value::object({{"reference", each.reference}, {"amount", euros(each.cents)}, {"state", each.state}}));
  return services
      .page(Value::object({{"reference", invoice->reference},
                           {"order_number", invoice->order_number ? Value(*invoice->order_number) : Value()},
                           {"amount", euros(invoice->cents)},
                           {"received", invoice->received},
                           {"supplier", invoice->supplier_name},
                           {"order", matched_order(db, id, invoice->cents)},
                           {"queue", std::move(queue)},
                           {"earlier", std::move(earlier)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage invoice_inbox() {
  return {
      .summary = "an invoice in the inbox of a clerk: the order that it matches, earlier invoices, the queue",
      .why =
          "Order numbers are strings, and the index on them knows only strings. The scanner stores what it "
          "reads as a number, so the join compares each string as a number: all orders are read to find "
          "the one that was invoiced.",
      .knobs = {{.name = "invoice",
                 .help = "number of the invoice",
                 .initial = 4'211,
                 .minimum = 1,
                 .maximum = 8'000},
                {.name = "clerk", .help = "number of the clerk", .initial = 3, .minimum = 1, .maximum = 40},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "non-sargable"}},
  };
}

}  // namespace caseload::gallery
