#include <algorithm>
#include <span>

#include "core/csv.hpp"
#include "lab/gallery_page.hpp"
#include "shop/partner_calls.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view items_sql =
    "SELECT m.band, m.motif, m.size, p.sku, p.price "
    "FROM (SELECT position, band, motif, size, product_id FROM merch_item WHERE tour_id = ? "
    "ORDER BY position LIMIT ?) AS m "
    "JOIN indexed_product AS p ON p.id = m.product_id ORDER BY m.position";

struct Item {
  std::string band, motif, size, sku, price;
  static constexpr auto columns =
      std::tuple(&Item::band, &Item::motif, &Item::size, &Item::sku, &Item::price);
};

// The depot's interface has pages, like its screens. Eight lines fit on one.
class DepotPages {
 public:
  DepotPages(std::span<const Item> items, Services& services) : rest_(items), services_(services) {}

  // The pieces of the next items, in their order; empty after the last page.
  std::vector<std::int64_t> next() {
    const auto page = rest_.first(std::min(lines_on_a_page, rest_.size()));
    rest_ = rest_.subspan(page.size());
    if (page.empty()) return {};
    std::vector<std::string> skus;
    for (const Item& each : page) skus.push_back(each.sku);
    const auto document =
        partners::document_in(services_.partners.send(partners::stock_of(services_.db.dataset(), skus)));
    std::vector<std::int64_t> pieces(page.size(), 0);
    if (const Value::List* found = document ? (*document)["items"].items() : nullptr)
      for (std::size_t at = 0; at < std::min(pieces.size(), found->size()); ++at)
        pieces[at] = (*found)[at]["stock"].integer_or(0);
    return pieces;
  }

 private:
  static constexpr std::size_t lines_on_a_page = 8;

  std::span<const Item> rest_;
  Services& services_;
};

Response run(const Request& request, Services& services) {
  const auto items = services.db.query<Item>(items_sql, request.knobs.integer("tour"), request.knobs.n());
  Response response;
  Csv csv(response.body);
  csv.text("band").text("motif").text("size").text("price").text("in depot").text("pack").end_record();
  DepotPages depot(items, services);
  std::size_t at = 0;
  for (auto page = depot.next(); !page.empty(); page = depot.next()) {
    for (const std::int64_t pieces : page) {
      const Item& item = items[at++];
      csv.text(item.band).text(item.motif).text(item.size).number(item.price);
      csv.number(std::to_string(pieces)).number(std::to_string(std::min<std::int64_t>(pieces, 12)));
      csv.end_record();
    }
  }
  return response.set("Content-Type", "text/csv; charset=utf-8")
      .set("Content-Disposition", "attachment; filename=\"merch.csv\"")
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage merch_table() {
  return {
      .summary = "what a band packs for its merchandise table tonight, as a CSV file with the depot's stock",
      .why =
          "The depot is asked page by page, and somebody chose eight lines for a page. It takes a hundred "
          "in a call, so a tour's list takes twelve times as many calls as it could, one after the other.",
      .knobs = {items_knob("items on the list", 640),
                {.name = "tour", .help = "number of the tour", .initial = 2, .minimum = 1, .maximum = 5},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "call-loop"}},
      .known_miss =
          "each call is about eight lines, and only the partner's documentation says "
          "that it takes a hundred",
  };
}

}  // namespace caseload::gallery
