#include "lab/gallery_page.hpp"

#include <algorithm>

#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

using orm::Publisher;

struct PriceRange {
  std::int64_t lowest_cents = 0, highest_cents = 0;
};

PriceRange prices_of(const Publisher& publisher) {
  PriceRange range;
  bool is_first = true;
  for (const orm::Book& book : publisher.books()) {
    const std::int64_t cents = cents_of(book.price());
    range.lowest_cents = is_first ? cents : std::min(range.lowest_cents, cents);
    range.highest_cents = std::max(range.highest_cents, cents);
    is_first = false;
  }
  return range;
}

Response show(const Request& request, Services& services) {
  orm::Session session(services.db);
  const auto publishers = session.query<Publisher>()
                              .join(&Publisher::country)
                              .prefetch(&Publisher::books)
                              .order_by(&Publisher::id)
                              .limit(request.knobs.n())
                              .all();
  Rows rows({"id", "name", "country", "titles", "lowest", "highest"});
  for (const Publisher& publisher : publishers) {
    const PriceRange prices = prices_of(publisher);
    rows.add(publisher.id(), publisher.name(), publisher.country().name(), publisher.books().size(),
             price_of(prices.lowest_cents), price_of(prices.highest_cents));
  }
  return services.page(Value::object({{"publishers", std::move(rows)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage publisher_contacts() {
  return {
      .summary = "the publishers we deal with: how many titles each has, and from what price to what price",
      .why =
          "All books of the publishers are prefetched, only to be counted and to find the lowest and the "
          "highest price. The database could return three numbers for each publisher.",
      .knobs = {items_knob("publishers on the page", 1'000), dataset_knob()},
      .run = show,
      .labels = {{.name = "annotation"}},
  };
}

}  // namespace caseload::gallery
