#include <map>

#include "lab/gallery_page.hpp"
#include "shop/partner_calls.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view brews_sql = R"(
  SELECT b.id, b.brewed_on, b.beer, b.hectolitre, n.kind, n.pieces, p.sku, p.name
    FROM (SELECT id, brewed_on, beer, hectolitre FROM planned_brew WHERE brewhouse = ?
           ORDER BY brewed_on, id LIMIT ?) AS b
    JOIN planned_brew_need AS n ON n.brew_id = b.id
    JOIN indexed_product AS p ON p.id = n.product_id
   ORDER BY b.brewed_on, b.id, n.position)";

struct Need {
  std::int64_t brew;
  std::string day, beer;
  std::int64_t hectolitre;
  std::string kind;
  std::int64_t pieces;
  std::string sku, name;
  static constexpr auto columns = std::tuple(&Need::brew, &Need::day, &Need::beer, &Need::hectolitre,
                                             &Need::kind, &Need::pieces, &Need::sku, &Need::name);
};

// What the supplier has. Brews share malts and hops, so a product is asked for once.
class SupplierStock {
 public:
  explicit SupplierStock(Services& services) : services_(services) {}

  std::optional<std::int64_t> of(const std::string& sku) {
    const auto known = known_.find(sku);
    if (known != known_.end()) return known->second;
    return known_.emplace(sku, ask_for(sku)).first->second;
  }

 private:
  std::optional<std::int64_t> ask_for(const std::string& sku) {
    const auto reply =
        partners::document_in(services_.partners.send(partners::stock_of(services_.db.dataset(), {&sku, 1})));
    const Value::List* items = reply ? (*reply)["items"].items() : nullptr;
    if (items == nullptr || items->empty()) return std::nullopt;
    const std::int64_t* pieces = items->front()["stock"].integer();
    return pieces == nullptr ? std::nullopt : std::optional(*pieces);
  }

  Services& services_;
  std::map<std::string, std::optional<std::int64_t>, std::less<>> known_;
};

Response show(const Request& request, Services& services) {
  const std::int64_t brewhouse = request.knobs.integer("brewhouse");
  const auto needs = services.db.query<Need>(brews_sql, brewhouse, request.knobs.n());
  SupplierStock stock(services);
  Rows brews({"day", "beer", "hectolitre", "needs"});
  std::int64_t count = 0, short_of = 0;
  for (auto at = needs.begin(); at != needs.end(); ++count) {
    const Need& first = *at;
    Rows lines({"kind", "name", "pieces", "stock"});
    bool is_enough = true;
    for (; at != needs.end() && at->brew == first.brew; ++at) {
      const auto pieces = stock.of(at->sku);
      is_enough = is_enough && pieces.value_or(0) >= at->pieces;
      lines.add(at->kind, at->name, at->pieces, pieces ? std::to_string(*pieces) : std::string("not known"));
    }
    if (!is_enough) ++short_of;
    brews.add(first.day, first.beer, first.hectolitre, std::move(lines));
  }
  return services
      .page(Value::object(
          {{"brewhouse", brewhouse}, {"count", count}, {"short", short_of}, {"brews", std::move(brews)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage brew_schedule() {
  return {
      .summary = "a brewery's next brews, and whether the supplier has the malt, hops and yeast for them",
      .why =
          "The supplier's stock is remembered for the request, so malts and hops that brews share are asked "
          "for once. But each new product is a call of its own, and each brew has its own yeast. The service "
          "takes a hundred products in a call.",
      .knobs =
          {items_knob("brews on the page", 160),
           {.name = "brewhouse", .help = "number of the brewhouse", .initial = 2, .minimum = 1, .maximum = 4},
           dataset_knob()},
      .run = show,
      .labels = {{.name = "call-loop"}},
  };
}

}  // namespace caseload::gallery
