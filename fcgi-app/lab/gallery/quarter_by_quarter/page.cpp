#include <array>

#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view orders_sql = R"(
  SELECT COUNT(*), COUNT(IF(status = 'cancelled', 1, NULL))
    FROM customer_order
   WHERE customer_id = ? AND placed_at >= ? AND placed_at < ?)";

struct Count {
  std::int64_t orders = 0, cancelled = 0;
  static constexpr auto columns = std::tuple(&Count::orders, &Count::cancelled);
};

struct Quarter {
  std::string_view name, from, until;
};

constexpr std::array<Quarter, 8> quarters{{{"1/2024", "2024-01-01", "2024-04-01"},
                                           {"2/2024", "2024-04-01", "2024-07-01"},
                                           {"3/2024", "2024-07-01", "2024-10-01"},
                                           {"4/2024", "2024-10-01", "2025-01-01"},
                                           {"1/2025", "2025-01-01", "2025-04-01"},
                                           {"2/2025", "2025-04-01", "2025-07-01"},
                                           {"3/2025", "2025-07-01", "2025-10-01"},
                                           {"4/2025", "2025-10-01", "2026-01-01"}}};

Response show(const Request& request, Services& services) {
  const std::int64_t customer = request.knobs.integer("customer");
  std::array<Count, quarters.size()> counts;
  for (std::size_t i = 0; i < quarters.size(); ++i)
    counts[i] = services.db.query_one<Count>(orders_sql, customer, quarters[i].from, quarters[i].until)
                    .value_or(Count{});

  Rows rows({"quarter", "orders", "cancelled", "than_a_year_ago"});
  for (std::size_t i = 4; i < quarters.size(); ++i)
    rows.add(quarters[i].name, counts[i].orders, counts[i].cancelled,
             counts[i].orders - counts[i - 4].orders);
  return services.page(Value::object({{"quarters", std::move(rows)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage quarter_by_quarter() {
  return {
      .summary = "a customer's orders quarter by quarter, compared with the year before",
      .why =
          "Innocent: one query runs eight times and counts, but each time for another quarter, it reads "
          "the few orders of one customer, and there are eight quarters however large the shop is.",
      .knobs =
          {{.name = "customer", .help = "id of the customer", .initial = 17, .minimum = 1, .maximum = 2'500},
           dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
