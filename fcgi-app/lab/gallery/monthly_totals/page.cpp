#include <array>

#include "lab/gallery_page.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view items_of_the_year =
    "SELECT MONTH(o.placed_at), i.quantity, i.price FROM customer_order AS o "
    "JOIN order_item AS i ON i.order_id = o.id "
    "WHERE o.placed_at >= '2025-01-01' AND o.placed_at < '2026-01-01' AND o.status <> 'cancelled'";

constexpr std::array<std::string_view, 12> month_names{"January",   "February", "March",    "April",
                                                       "May",       "June",     "July",     "August",
                                                       "September", "October",  "November", "December"};

struct Item {
  std::int64_t month, quantity;
  std::string price;
  static constexpr auto columns = std::tuple(&Item::month, &Item::quantity, &Item::price);
};

struct Month {
  std::int64_t copies = 0, cents = 0;
};

Response show(const Request&, Services& services) {
  std::array<Month, 12> months;
  services.db.each<Item>(items_of_the_year, [&](const Item& item) {
    Month& month = months.at(static_cast<std::size_t>(item.month - 1));
    month.copies += item.quantity;
    month.cents += item.quantity * cents_of(item.price);
    return true;
  });

  Month year;
  Rows rows({"month", "copies", "revenue"});
  for (std::size_t i = 0; i < months.size(); ++i) {
    rows.add(month_names[i], months[i].copies, price_of(months[i].cents));
    year.copies += months[i].copies;
    year.cents += months[i].cents;
  }
  return services
      .page(Value::object(
          {{"months", std::move(rows)}, {"copies", year.copies}, {"revenue", price_of(year.cents)}}))
      .set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage monthly_totals() {
  return {
      .summary = "copies sold and revenue for each month of 2025",
      .why =
          "It fetches every item sold in the year and adds them up in code. The page shows twelve rows, "
          "which "
          "GROUP BY would return.",
      .knobs = {dataset_knob()},
      .run = show,
      .labels = {{.name = "annotation"}},
  };
}

}  // namespace caseload::gallery
