#include <array>

#include "io/json/json.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"
#include "shop/shop_writes.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

struct Share {
  std::int64_t stars, reviews;
  static constexpr auto columns = std::tuple(&Share::stars, &Share::reviews);
};

constexpr std::string_view everybody_sql = "SELECT rating, COUNT(*) FROM review GROUP BY rating";
constexpr std::string_view own_sql =
    "SELECT rating, COUNT(*) FROM review WHERE customer_id = ? GROUP BY rating";

Value stars_in(const std::vector<Share>& shares) {
  std::array<std::int64_t, 5> reviews{};
  for (const Share& each : shares) reviews[static_cast<std::size_t>(each.stars - 1)] = each.reviews;
  Value list = Value::list();
  for (std::size_t at = reviews.size(); at-- > 0;)
    list.add(Value::object({{"stars", at + 1}, {"reviews", reviews[at]}}));
  return list;
}

// The same for everybody, so it is kept for an hour, or until somebody writes a review.
Value stars_of_everybody(Services& services) {
  const Dataset dataset = services.db.dataset();
  const CachedText kept{.key = "stars of everybody " + std::string(name_of(dataset)),
                        .depends = {reviews_of(dataset)},
                        .lifetime_s = 3'600,
                        .stale_s = 60};
  const auto text = services.texts.get(
      kept, [&] { return io::to_json(stars_in(services.db.query<Share>(everybody_sql))); });
  return io::from_json(text.text).value();
}

Response show(const Request& request, Services& services) {
  const auto visitor = visitor_of(request, services.db);
  Value model = Value::object({{"everybody", stars_of_everybody(services)}});
  if (visitor) {
    model.set("name", visitor->name);
    model.set("own", stars_in(services.db.query<Share>(own_sql, visitor->id)));
  }
  return services.page(std::move(model)).set("Cache-Control", "private").set("Vary", "Accept, Cookie");
}

}  // namespace

GalleryPage my_stars_and_the_others() {
  return {
      .summary = "how many stars a reader gives, beside what all readers give",
      .why =
          "The numbers of all readers come from an aggregate over every review, but they are in the cache. A "
          "visit counts only the reader's own reviews, through an index.",
      .knobs = {dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
