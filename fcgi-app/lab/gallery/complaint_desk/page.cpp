#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Line {
  std::int64_t id;
  std::string placed_at, customer;
  std::optional<std::string> reason, opened_at;
  static constexpr auto columns =
      std::tuple(&Line::id, &Line::placed_at, &Line::customer, &Line::reason, &Line::opened_at);
};

constexpr auto orders_sql = R"(
  WITH recent AS (
    SELECT id, customer_id, placed_at FROM customer_order ORDER BY placed_at DESC, id DESC LIMIT ?
  )
  SELECT recent.id, recent.placed_at, customer.name, complaint.reason, complaint.opened_at
    FROM recent
    LEFT JOIN customer ON customer.id = recent.customer_id
    LEFT JOIN complaint ON complaint.order_id = recent.id
   ORDER BY recent.placed_at DESC, recent.id DESC)";

std::string_view advice_for(const Line& line) {
  if (!line.reason) return "";
  if (*line.reason == "damaged" || *line.reason == "wrong book") return "send again";
  return *line.reason == "late" ? "apologise, 5.00 off" : "take back";
}

Response show(const Request& request, Services& services) {
  const auto lines = services.db.query<Line>(orders_sql, request.knobs.n());
  Rows rows({"id", "placed", "customer", "reason", "opened", "advice"});
  for (const Line& line : lines)
    rows.add(line.id, std::string_view(line.placed_at).substr(0, 10), line.customer, line.reason,
             line.opened_at, advice_for(line));
  return services.page(Value::object({{"orders", std::move(rows)}})).set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage complaint_desk() {
  return {
      .summary = "the newest orders, with the complaint where there is one and what to do about it",
      .why =
          "The complaints have no index on their order, so the join reads the whole table and compares each "
          "complaint with each order.",
      .knobs = {items_knob("orders on the page", 640), dataset_knob()},
      .run = show,
      .labels = {{.name = "database-index"}},
  };
}

}  // namespace caseload::gallery
