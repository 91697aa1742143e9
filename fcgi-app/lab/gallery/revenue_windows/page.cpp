#include "lab/gallery_page.hpp"
#include "shop/scratch_batch.hpp"

namespace caseload::gallery {

namespace {

// The revenue of a month is summed up when the month ends. The windows run over what the page shows.
constexpr std::string_view months_sql = R"(
  SELECT r.branch_id, p.name, r.month, r.cents,
         SUM(r.cents) OVER (PARTITION BY r.branch_id ORDER BY r.month),
         CAST(AVG(r.cents) OVER (PARTITION BY r.branch_id ORDER BY r.month ROWS BETWEEN 2 PRECEDING AND CURRENT ROW)
              AS SIGNED),
         COALESCE(r.cents - LAG(r.cents) OVER (PARTITION BY r.branch_id ORDER BY r.month), 0),
         RANK() OVER (PARTITION BY r.month ORDER BY r.cents DESC)
    FROM branch_revenue r JOIN publisher p ON p.id = r.branch_id
   WHERE r.region_id = ? AND r.branch_id <= ?
   ORDER BY r.branch_id, r.month)";

struct Month {
  std::int64_t branch_id;
  std::string branch, month;
  std::int64_t cents, so_far, smoothed, change, place;
  static constexpr auto columns = std::tuple(&Month::branch_id, &Month::branch, &Month::month, &Month::cents,
                                             &Month::so_far, &Month::smoothed, &Month::change, &Month::place);
};

std::string signed_price(std::int64_t cents) {
  return cents < 0 ? "-" + price_of(-cents) : "+" + price_of(cents);
}

Response show(const Request& request, Services& services) {
  constexpr std::int64_t region = 1;
  const auto months = services.db.query<Month>(months_sql, region, request.knobs.integer("branches"));
  Rows rows({"branch", "is_first", "month", "revenue", "so_far", "smoothed", "change", "place"});
  std::int64_t branch = 0;
  for (const Month& each : months) {
    rows.add(each.branch, each.branch_id != branch, each.month, price_of(each.cents), price_of(each.so_far),
             price_of(each.smoothed), signed_price(each.change), each.place);
    branch = each.branch_id;
  }
  return services.page(Value::object({{"region", region}, {"months", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage revenue_windows() {
  return {
      .summary = "the revenue of a region's branches month by month: so far, smoothed, changed, ranked",
      .why =
          "Four window functions sort the rows in different ways. But they run over summaries, twelve for "
          "each branch, which a query finds by its primary key and the page shows all.",
      .knobs = {{.name = "branches",
                 .help = "branches in the report",
                 .initial = 20,
                 .minimum = 1,
                 .maximum = 200,
                 .ladder = {5, 20, 80, 200}},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
