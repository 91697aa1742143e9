#include "lab/gallery_page.hpp"

#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// What to order again: the books of the newest orders, supplier by supplier.
constexpr std::string_view reorder_sql = R"(
  SELECT p.name, b.id, b.title, SUM(i.quantity), COUNT(DISTINCT i.order_id),
         CAST(SUM(i.quantity * i.price * 100) AS SIGNED)
    FROM (SELECT id FROM customer_order ORDER BY id DESC LIMIT ?) AS newest
    STRAIGHT_JOIN order_item AS i ON i.order_id = newest.id
    STRAIGHT_JOIN book AS b ON b.id = i.book_id
    STRAIGHT_JOIN publisher AS p ON p.id = b.publisher_id
   GROUP BY p.id, p.name, b.id, b.title
   ORDER BY p.name, p.id, b.title, b.id)";

struct Line {
  std::string supplier;
  std::int64_t book_id;
  std::string title;
  std::int64_t copies, orders, cents;
  static constexpr auto columns =
      std::tuple(&Line::supplier, &Line::book_id, &Line::title, &Line::copies, &Line::orders, &Line::cents);
};

// The stock changes with every delivery, so the list is made anew for each print.
Response run(const Request& request, Services& services) {
  const auto lines = services.db.query<Line>(reorder_sql, request.knobs.n());
  std::int64_t copies = 0, cents = 0;
  Rows rows({"supplier", "book", "title", "copies", "orders", "turnover"});
  for (const Line& line : lines) {
    copies += line.copies;
    cents += line.cents;
    rows.add(line.supplier, line.book_id, line.title, line.copies, line.orders, price_of(line.cents));
  }
  return services
      .page(Value::object({{"lines", std::move(rows)}, {"copies", copies}, {"turnover", price_of(cents)}}))
      .set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage reorder_list() {
  return {
      .summary = "what the newest orders took from the stock, to be ordered from the suppliers",
      .why =
          "There are hundreds of groups, and their figures are added up once more in code, but each group "
          "is a line of the list, computed by the database from the lines of n orders. It is one query.",
      .knobs = {items_knob("orders to look at", 2'560), dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
