#include "io/json/json.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct LastReview {
  std::int64_t id;
  static constexpr auto columns = std::tuple(&LastReview::id);
};

struct Climate {
  std::int64_t year, reviews;
  double mean_stars;
  std::int64_t complaints;
  static constexpr auto columns =
      std::tuple(&Climate::year, &Climate::reviews, &Climate::mean_stars, &Climate::complaints);
};

struct Review {
  std::string customer, title, body;
  std::int64_t rating;
  static constexpr auto columns =
      std::tuple(&Review::customer, &Review::title, &Review::body, &Review::rating);
};

constexpr auto last_review_sql = "select max(id) from review";
constexpr auto climate_sql =
    "select year(created_at) as y, count(*), cast(avg(rating) as double), count(if(rating <= 2, 1, null)) "
    "from review group by y order by y";
constexpr auto newest_sql =
    "select c.name, b.title, r.body, r.rating from review r "
    "left join customer c on c.id = r.customer_id left join book b on b.id = r.book_id "
    "order by r.id desc limit ?";

std::string climate(Database& db) {
  Value years = Value::list();
  for (const Climate& each : db.query<Climate>(climate_sql))
    years.add(Value::object({{"year", each.year},
                             {"reviews", each.reviews},
                             {"mean_stars", each.mean_stars},
                             {"complaints", each.complaints}}));
  return io::to_json(years);
}

Response run(const Request& request, Services& services) {
  // Reviews are never edited. Each new one has a higher number and so another key: the figures are always
  // fresh.
  const std::int64_t last = services.db.query_one<LastReview>(last_review_sql).value().id;
  const CachedText figures{.key = "review climate " + std::string(name_of(request.knobs.dataset())) +
                                  " up to " + std::to_string(last),
                           .depends = {},
                           .lifetime_s = 3600};
  const auto years = services.texts.get(figures, [&] { return climate(services.db); });
  const auto newest = services.db.query<Review>(newest_sql, request.knobs.n());
  Rows rows({"customer", "title", "body", "rating"});
  for (const Review& each : newest) rows.add(each.customer, each.title, each.body, each.rating);
  return services
      .page(Value::object({{"years", io::from_json(years.text).value()}, {"newest", std::move(rows)}}))
      .set("Cache-Control", "private");
}

}  // namespace

GalleryPage review_climate() {
  return {
      .summary = "how satisfied the readers are, year by year, with the newest reviews",
      .why =
          "The figures are an aggregate of all reviews, but it is cached under the number of the last "
          "review, which the primary key gives at once. They are fresh, and computed once per new review.",
      .knobs = {items_knob("reviews on the page", 640), dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
