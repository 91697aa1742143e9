#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Place {
  std::string placed_at;
  static constexpr auto columns = std::tuple(&Place::placed_at);
};

struct Order {
  std::int64_t id;
  std::string day, time, status, customer;
  static constexpr auto columns =
      std::tuple(&Order::id, &Order::day, &Order::time, &Order::status, &Order::customer);
};

// `which` selects the orders of the page by the index on (placed_at, id).
std::string orders_sql(std::string_view which) {
  return "SELECT o.id, DATE_FORMAT(o.placed_at, '%d.%m.%Y'), DATE_FORMAT(o.placed_at, '%H:%i'), o.status, "
         "c.name "
         "FROM (SELECT id FROM customer_order " +
         std::string(which) +
         " ORDER BY placed_at DESC, id DESC LIMIT ?) AS page "
         "STRAIGHT_JOIN customer_order AS o ON o.id = page.id "
         "STRAIGHT_JOIN customer AS c ON c.id = o.customer_id "
         "ORDER BY o.placed_at DESC, o.id DESC";
}

std::vector<Order> orders_before(Database& db, std::int64_t before, std::int64_t limit) {
  if (before == 0) return db.query<Order>(orders_sql(""), limit);
  const auto place = db.query_one<Place>("SELECT placed_at FROM customer_order WHERE id = ?", before);
  if (!place) throw NotFound("there is no order " + std::to_string(before));
  return db.query<Order>(orders_sql("WHERE placed_at <= ? AND (placed_at < ? OR id < ?)"), place->placed_at,
                         place->placed_at, before, limit);
}

Response show(const Request& request, Services& services) {
  const std::int64_t n = request.knobs.n();
  auto orders = orders_before(services.db, request.knobs.integer("before"), n + 1);
  Value older;
  if (std::ssize(orders) > n) {
    orders.pop_back();
    Knobs there = request.knobs;
    there.set("before", std::to_string(orders.back().id));
    older = "?" + there.query_string();
  }
  Rows rows({"id", "day", "time", "status", "customer"});
  for (const Order& order : orders) rows.add(order.id, order.day, order.time, order.status, order.customer);
  return services.page(Value::object({{"orders", std::move(rows)}, {"older", std::move(older)}}))
      .set("Cache-Control", "private");
}

}  // namespace

GalleryPage orders_log() {
  return {
      .summary = "a log of all orders by date, to be scrolled back as far as anyone likes",
      .why =
          "A page continues after the last order of the page before it, in the order of an index. It reads "
          "the same number of rows however far back it is.",
      .knobs = {items_knob("orders on the page", 2'560),
                {.name = "before",
                 .help = "the last order of the page before; 0: the newest orders",
                 .initial = 0,
                 .minimum = 0,
                 .maximum = 1'000'000'000},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
