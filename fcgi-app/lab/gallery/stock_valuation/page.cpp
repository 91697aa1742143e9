#include <map>

#include "lab/gallery_page.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view stock_by_family = R"(
  select left(sku, 2) as family,
         count(*),
         cast(sum(stock) as signed),
         cast(sum(stock * price * 100) as signed),
         cast(sum(stock = 0) as signed)
    from product
   group by family
   order by family)";

struct Family {
  std::string code;
  std::int64_t products, pieces, cents, sold_out;
  static constexpr auto columns =
      std::tuple(&Family::code, &Family::products, &Family::pieces, &Family::cents, &Family::sold_out);
};

std::string_view name_of_family(std::string_view code) {
  static const std::map<std::string_view, std::string_view> names{
      {"NB", "Notebooks"}, {"PN", "Pens"}, {"MG", "Mugs"}, {"BG", "Bags"}, {"PR", "Prints"}, {"GF", "Gifts"}};
  const auto found = names.find(code);
  return found == names.end() ? code : found->second;
}

Response show(const Request&, Services& services) {
  const auto families = services.db.query<Family>(stock_by_family);
  std::int64_t pieces = 0, cents = 0;
  Rows rows({"family", "products", "pieces", "value", "sold_out"});
  for (const Family& family : families) {
    pieces += family.pieces;
    cents += family.cents;
    rows.add(name_of_family(family.code), family.products, family.pieces, price_of(family.cents),
             family.sold_out);
  }
  return services
      .page(Value::object({{"families", std::move(rows)}, {"pieces", pieces}, {"value", price_of(cents)}}))
      .set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage stock_valuation() {
  return {
      .summary = "what the stock is worth at this moment, by family of products",
      .why =
          "It reads the whole product table, but the valuation includes every product, so there is nothing "
          "to "
          "skip and no index would help. Bookkeeping needs the current figures, so it is not cached either.",
      .knobs = {dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
