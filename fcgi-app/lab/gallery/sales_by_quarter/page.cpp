#include <array>

#include "lab/gallery_page.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// One row for each quarter and status.
constexpr std::string_view sales_between =
    "SELECT QUARTER(o.placed_at) AS quarter, o.status, COUNT(DISTINCT o.id), "
    "       CAST(SUM(i.quantity) AS SIGNED), CAST(SUM(i.quantity * i.price * 100) AS SIGNED) "
    "FROM customer_order AS o JOIN order_item AS i ON i.order_id = o.id "
    "WHERE o.placed_at >= ? AND o.placed_at < ? "
    "GROUP BY quarter, o.status ORDER BY quarter, o.status";

struct Line {
  std::int64_t quarter;
  std::string status;
  std::int64_t orders, copies, cents;
  static constexpr auto columns =
      std::tuple(&Line::quarter, &Line::status, &Line::orders, &Line::copies, &Line::cents);
};

struct Year {
  std::array<std::int64_t, 4> cents{};  // by quarter, without orders that were cancelled or returned
  std::vector<Line> lines;
};

Year year_of(Database& db, std::int64_t year) {
  Year result;
  result.lines =
      db.query<Line>(sales_between, std::to_string(year) + "-01-01", std::to_string(year + 1) + "-01-01");
  for (const Line& line : result.lines) {
    if (line.status == "cancelled" || line.status == "returned") continue;
    result.cents.at(static_cast<std::size_t>(line.quarter - 1)) += line.cents;
  }
  return result;
}

Value change_between(std::int64_t before, std::int64_t now) {
  if (before == 0) return {};
  const std::int64_t percent = (now - before) * 100 / before;
  return (percent >= 0 ? "+" : "") + std::to_string(percent) + "%";
}

Response show(const Request& request, Services& services) {
  const std::int64_t year = request.knobs.integer("year");
  const Year now = year_of(services.db, year), before = year_of(services.db, year - 1);
  Value quarters = Value::list();
  for (std::size_t i = 0; i < now.cents.size(); ++i) {
    Value lines = Value::list();
    for (const Line& line : now.lines) {
      if (line.quarter != static_cast<std::int64_t>(i) + 1) continue;
      lines.add(Value::object({{"status", line.status},
                               {"orders", line.orders},
                               {"copies", line.copies},
                               {"revenue", price_of(line.cents)}}));
    }
    quarters.add(Value::object({{"quarter", i + 1},
                                {"revenue", price_of(now.cents[i])},
                                {"change", change_between(before.cents[i], now.cents[i])},
                                {"lines", std::move(lines)}}));
  }
  return services.page(Value::object({{"year", year}, {"quarters", std::move(quarters)}}))
      .set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage sales_by_quarter() {
  return {
      .summary = "sales of a year by quarter and status, compared with the year before",
      .why =
          "It reads all orders of two years, because all of them are in the sums. The same query runs twice, "
          "once for each year, and several rows per quarter arrive, because each status is a line of the "
          "page. "
          "Partners report orders late, so the figures must be current.",
      .knobs = {{.name = "year",
                 .help = "the year of the report",
                 .initial = 2025,
                 .minimum = 2024,
                 .maximum = 2025,
                 .ladder = {2024, 2025}},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
