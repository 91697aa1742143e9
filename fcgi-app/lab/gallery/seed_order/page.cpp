#include <algorithm>
#include <span>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/partner_calls.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view order_sql = "SELECT farm, depot FROM seed_order WHERE id = ?";
constexpr std::string_view lines_sql = R"(
  SELECT l.variety, l.sku, l.bags, p.price
    FROM (SELECT position, variety, sku, bags FROM seed_order_line WHERE order_id = ? ORDER BY position LIMIT ?) AS l
    LEFT JOIN indexed_product AS p ON p.sku = l.sku
   ORDER BY l.position)";

struct Order {
  std::string farm, depot;
  static constexpr auto columns = std::tuple(&Order::farm, &Order::depot);
};

struct Line {
  std::string variety, sku;
  std::int64_t bags;
  std::optional<std::string> price;
  static constexpr auto columns = std::tuple(&Line::variety, &Line::sku, &Line::bags, &Line::price);
};

// The bags that the breeder has of each line, in the order of the lines; none where the breeder doesn't say.
std::vector<std::optional<std::int64_t>> stock_of(const std::vector<Line>& lines, Services& services) {
  std::vector<std::string> skus;
  for (const Line& line : lines) skus.push_back(line.sku);
  std::vector<io::HttpCall> calls;
  for (std::span<const std::string> left = skus; !left.empty();) {
    const auto some = left.first(std::min(left.size(), partners::max_skus));
    calls.push_back(partners::stock_of(services.db.dataset(), some));
    left = left.subspan(some.size());
  }
  std::vector<std::optional<std::int64_t>> stock(lines.size());
  const auto replies = services.partners.send_all(calls);
  for (std::size_t call = 0; call < replies.size(); ++call) {
    const auto document = partners::document_in(replies[call]);
    const Value::List* items = document ? (*document)["items"].items() : nullptr;
    for (std::size_t at = 0; items != nullptr && at < items->size(); ++at)
      if (const auto* bags = (*items)[at]["stock"].integer())
        stock.at(call * partners::max_skus + at) = *bags;
  }
  return stock;
}

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("order");
  const auto order = services.db.query_one<Order>(order_sql, id);
  if (!order) throw NotFound("there is no order " + std::to_string(id));
  const auto lines = services.db.query<Line>(lines_sql, id, request.knobs.n());
  const auto stock = stock_of(lines, services);
  Rows rows({"variety", "bags", "price", "there"});
  std::int64_t cents = 0;
  for (std::size_t at = 0; at < lines.size(); ++at) {
    const Line& line = lines[at];
    if (line.price) cents += line.bags * cents_of(*line.price);
    const std::string_view there = !stock[at]                ? "ask the breeder"
                                   : *stock[at] >= line.bags ? "yes"
                                                             : "in part";
    rows.add(line.variety, line.bags, line.price, there);
  }
  return services
      .page(Value::object({{"farm", order->farm},
                           {"depot", order->depot},
                           {"total", price_of(cents)},
                           {"lines", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage seed_order() {
  return {
      .summary = "a cooperative's order of seed, with what the breeder has of each variety",
      .why =
          "Innocent: more lines take more calls to the breeder, but each call is for a hundred varieties, "
          "which is what the breeder allows, and all calls are sent together.",
      .knobs = {items_knob("lines of the order to show at most", 640),
                {.name = "order", .help = "number of the order", .initial = 3, .minimum = 1, .maximum = 5},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
