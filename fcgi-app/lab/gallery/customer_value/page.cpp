#include <algorithm>

#include "lab/gallery_page.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Line {
  std::int64_t customer_id;
  std::string customer;
  std::int64_t order_id;
  std::string placed_at;
  std::int64_t quantity;
  std::string price;
  static constexpr auto columns = std::tuple(&Line::customer_id, &Line::customer, &Line::order_id,
                                             &Line::placed_at, &Line::quantity, &Line::price);
};

constexpr auto lines_sql =
    "select c.id, c.name, o.id, o.placed_at, i.quantity, i.price "
    "from (select id, name from customer order by id desc limit ?) c "
    "straight_join customer_order o on o.customer_id = c.id and o.status <> 'cancelled' "
    "straight_join order_item i on i.order_id = o.id order by c.id desc, o.id, i.id";

// Recency, frequency and value, as the marketing department reads them.
struct Account {
  std::int64_t id = 0;
  std::string name, last_day;
  std::int64_t last_order = 0, orders = 0, copies = 0, cents = 0;

  void add(const Line& line) {
    if (line.order_id != last_order) ++orders;
    last_order = line.order_id;
    last_day = std::max(last_day, line.placed_at.substr(0, 10));
    copies += line.quantity;
    cents += line.quantity * cents_of(line.price);
  }
  std::string_view group() const {
    if (last_day < "2025-01-01") return "lost";
    return orders >= 5 ? "loyal" : "new";
  }
};

Response run(const Request& request, Services& services) {
  std::vector<Account> accounts;
  for (Line& line : services.db.query<Line>(lines_sql, request.knobs.n())) {
    if (accounts.empty() || accounts.back().id != line.customer_id)
      accounts.push_back({.id = line.customer_id, .name = std::move(line.customer), .last_day = {}});
    accounts.back().add(line);
  }
  Rows rows({"name", "group", "last_day", "orders", "copies", "value"});
  for (const Account& account : accounts)
    rows.add(account.name, account.group(), account.last_day, account.orders, account.copies,
             price_of(account.cents));
  return services.page(Value::object({{"customers", std::move(rows)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage customer_value() {
  return {
      .summary = "the newest customers: when they last ordered, how often, and what it came to",
      .why =
          "Every order line of the customers is fetched, a dozen for each row of the page, and counted and "
          "added up in code. GROUP BY would send one row for each customer.",
      .knobs = {items_knob("customers on the page", 2'560), dataset_knob()},
      .run = run,
      .labels = {{.name = "annotation"}},
  };
}

}  // namespace caseload::gallery
