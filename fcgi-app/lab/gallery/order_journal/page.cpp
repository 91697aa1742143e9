#include <limits>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// Counted every night. Nobody needs it more exactly.
constexpr std::string_view total_sql =
    "SELECT total, DATE_FORMAT(counted_at, '%Y-%m-%d') FROM journal_total WHERE journal = 'orders'";
constexpr std::string_view entries_sql =
    "SELECT j.id, j.placed_at, j.status, c.name, n.code FROM "
    "(SELECT id, placed_at, status, customer_id FROM customer_order WHERE id < ? ORDER BY id DESC LIMIT ?) "
    "AS j STRAIGHT_JOIN customer AS c ON c.id = j.customer_id "
    "STRAIGHT_JOIN country AS n ON n.id = c.country_id ORDER BY j.id DESC";

struct Total {
  std::int64_t orders;
  std::string counted_on;
  static constexpr auto columns = std::tuple(&Total::orders, &Total::counted_on);
};

struct Entry {
  std::int64_t id;
  std::string placed_at, status, customer, country;
  static constexpr auto columns =
      std::tuple(&Entry::id, &Entry::placed_at, &Entry::status, &Entry::customer, &Entry::country);
};

void check_after(std::string_view text) {
  if (!text.empty() && !whole_number(text))
    throw BadRequest("the parameter after must be the number of an order");
}

Response run(const Request& request, Services& services) {
  const std::int64_t n = request.knobs.n();
  const std::int64_t after =
      whole_number(request.knobs.text("after")).value_or(std::numeric_limits<std::int64_t>::max());
  const auto total = services.db.query_one<Total>(total_sql);
  const auto entries = services.db.query<Entry>(entries_sql, after, n);
  Rows rows({"id", "placed_at", "status", "customer", "country"});
  for (const Entry& each : entries)
    rows.add(each.id, std::string_view(each.placed_at).substr(0, 16), each.status, each.customer,
             each.country);
  Value model = Value::object({{"entries", std::move(rows)}});
  if (total) model.set("total", grouped(total->orders)).set("counted_on", total->counted_on);
  if (std::ssize(entries) == n) {
    Knobs next = request.knobs;
    next.set("after", std::to_string(entries.back().id));
    model.set("next", "?" + next.query_string());
  }
  return services.page(std::move(model)).set("Cache-Control", "private");
}

}  // namespace

GalleryPage order_journal() {
  return {
      .summary = "the journal of orders, with their total number as of last night",
      .why =
          "The page shows the number of all orders, but reads it from a row that a nightly job writes. The "
          "list continues after the last order shown, through the primary key.",
      .knobs = {items_knob("orders on the page", 640),
                {.name = "after",
                 .type = KnobType::text,
                 .help = "number of the last order on the previous page; empty: the newest",
                 .check_text = check_after},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
