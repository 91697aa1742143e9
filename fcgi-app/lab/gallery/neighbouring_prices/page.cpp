#include <algorithm>

#include "core/csv.hpp"
#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/scratch_batch.hpp"

namespace caseload::gallery {

namespace {

using orm::IndexedProduct;
using Products = orm::List<IndexedProduct>;

constexpr std::size_t neighbours = 3;  // on either side of the shelf

// The price in the middle of an article's and its neighbours'.
std::int64_t usual_cents(const std::vector<std::int64_t>& cents, std::size_t at) {
  std::vector<std::int64_t> nearby;
  const std::size_t first = at < neighbours ? 0 : at - neighbours;
  const std::size_t last = std::min(at + neighbours, cents.size() - 1);
  for (std::size_t other = first; other <= last; ++other)
    if (other != at) nearby.push_back(cents[other]);
  if (nearby.empty()) return cents[at];
  const auto middle = nearby.begin() + std::ssize(nearby) / 2;
  std::nth_element(nearby.begin(), middle, nearby.end());
  return *middle;
}

std::string file_of(const Products& products) {
  std::vector<std::int64_t> cents;
  for (const IndexedProduct& product : products) cents.push_back(cents_of(product.price()));
  std::string file;
  Csv(file).text("Article").text("Name").text("Price").text("Usual nearby").text("Remark").end_record();
  for (std::size_t at = 0; at < products.size(); ++at) {
    const std::int64_t usual = usual_cents(cents, at);
    Csv(file)
        .text(products[at].sku())
        .text(products[at].name())
        .number(price_of(cents[at]))
        .number(price_of(usual))
        .text(cents[at] > 2 * usual ? "stands out" : "")
        .end_record();
  }
  return file;
}

Response run(const Request& request, Services& services) {
  const Products products = orm::Session(services.db)
                                .query<IndexedProduct>()
                                .only(&IndexedProduct::sku, &IndexedProduct::name, &IndexedProduct::price)
                                .order_by(&IndexedProduct::sku)
                                .limit(request.knobs.n())
                                .all();
  Response response;
  response.body = file_of(products);
  return response.set("Content-Type", "text/csv; charset=utf-8").set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage neighbouring_prices() {
  return {
      .summary =
          "articles in the order of the shelf, with the usual price of their neighbours, as a CSV file",
      .why =
          "Innocent: there is a loop in a loop, but the inner one sees at most six neighbours. The file is "
          "short "
          "and comes from one query.",
      .knobs = {items_knob("articles in the file", 2'560), dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
