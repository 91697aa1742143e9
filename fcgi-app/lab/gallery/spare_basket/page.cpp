#include <algorithm>
#include <span>

#include "lab/gallery_page.hpp"
#include "shop/partner_calls.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view lines_sql =
    "SELECT b.sku, p.name, b.pieces, b.for_machine, p.price FROM mechanic_basket AS b "
    "LEFT JOIN indexed_product AS p ON p.sku = b.sku WHERE b.mechanic_id = ? ORDER BY b.position LIMIT ?";

struct Line {
  std::string sku;
  std::optional<std::string> name;
  std::int64_t pieces;
  std::string machine;
  std::optional<std::string> price;
  static constexpr auto columns =
      std::tuple(&Line::sku, &Line::name, &Line::pieces, &Line::machine, &Line::price);
};

// What the supplier has, in the order of the lines. A reply that is missing leaves its lines unknown.
std::vector<std::optional<std::int64_t>> stock_of_all(const std::vector<Line>& lines, Services& services) {
  std::vector<std::string> skus;
  for (const Line& each : lines) skus.push_back(each.sku);
  std::vector<io::HttpCall> calls;
  for (std::size_t from = 0; from < skus.size(); from += partners::max_skus)
    calls.push_back(
        partners::stock_of(services.db.dataset(),
                           std::span(skus).subspan(from, std::min(partners::max_skus, skus.size() - from))));
  const auto replies = services.partners.send_all(calls);
  std::vector<std::optional<std::int64_t>> stock(lines.size());
  for (std::size_t call = 0; call < replies.size(); ++call) {
    const auto document = partners::document_in(replies[call]);
    const Value::List* items = document ? (*document)["items"].items() : nullptr;
    const std::size_t from = call * partners::max_skus;
    for (std::size_t at = 0; items != nullptr && at < std::min(items->size(), lines.size() - from); ++at)
      stock[from + at] = (*items)[at]["stock"].integer_or(0);
  }
  return stock;
}

Response show(const Request& request, Services& services) {
  const auto lines = services.db.query<Line>(lines_sql, request.knobs.integer("mechanic"), request.knobs.n());
  const auto stock = stock_of_all(lines, services);
  Rows rows({"sku", "name", "pieces", "machine", "price", "availability"});
  std::int64_t cents = 0;
  for (std::size_t at = 0; at < lines.size(); ++at) {
    const Line& line = lines[at];
    if (line.price) cents += cents_of(*line.price) * line.pieces;
    rows.add(line.sku, line.name, line.pieces, line.machine, line.price,
             !stock[at]                  ? "unknown"
             : *stock[at] >= line.pieces ? "in stock"
                                         : "to be ordered");
  }
  return services.page(Value::object({{"sum", price_of(cents)}, {"lines", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage spare_basket() {
  return {
      .summary = "a weaving mill's mechanic looks at the basket of spare parts: prices, and what is in stock",
      .why =
          "Innocent: the supplier is called several times for a large basket, because it takes at most a "
          "hundred parts in one call, and these calls are sent together. Prices come with the lines.",
      .knobs =
          {items_knob("lines in the basket", 640),
           {.name = "mechanic", .help = "number of the mechanic", .initial = 2, .minimum = 1, .maximum = 5},
           dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
