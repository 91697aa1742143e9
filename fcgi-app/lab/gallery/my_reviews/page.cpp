#include "lab/gallery_page.hpp"

#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view reviews_sql =
    "SELECT r.id, b.title, r.rating, r.body, DATE_FORMAT(r.created_at, '%Y-%m-%d') "
    "FROM (SELECT id FROM review WHERE customer_id = ? AND id < ? ORDER BY id DESC LIMIT ?) AS mine "
    "STRAIGHT_JOIN review AS r ON r.id = mine.id STRAIGHT_JOIN book AS b ON b.id = r.book_id "
    "ORDER BY r.id DESC";

struct Review {
  std::int64_t id;
  std::string title;
  std::int64_t rating;
  std::string body, day;
  static constexpr auto columns =
      std::tuple(&Review::id, &Review::title, &Review::rating, &Review::body, &Review::day);
};

constexpr std::int64_t max_counted = 1'000;
constexpr std::string_view count_sql =
    "SELECT COUNT(*) FROM (SELECT id FROM review WHERE customer_id = ? LIMIT 1001) AS counted";

struct Total {
  std::int64_t reviews;
  static constexpr auto columns = std::tuple(&Total::reviews);
};

constexpr std::int64_t above_all_ids = 1'000'000'000;

Response run(const Request& request, Services& services) {
  constexpr std::int64_t customer_id = 998;
  const std::int64_t n = request.knobs.n();
  const auto reviews =
      services.db.query<Review>(reviews_sql, customer_id, request.knobs.integer("before"), n);
  const auto total = services.db.query_one<Total>(count_sql, customer_id).value().reviews;
  Rows rows({"title", "rating", "body", "day"});
  for (const Review& each : reviews) rows.add(each.title, each.rating, each.body, each.day);
  Value next;
  if (std::ssize(reviews) == n) {
    Knobs there = request.knobs;
    there.set("before", std::to_string(reviews.back().id));
    next = "?" + there.query_string();
  }
  return services
      .page(Value::object({{"total", total > max_counted ? "more than 1,000" : Value(std::to_string(total))},
                           {"reviews", std::move(rows)},
                           {"next", std::move(next)}}))
      .set("Cache-Control", "private");
}

}  // namespace

GalleryPage my_reviews() {
  return {
      .summary = "the reviews that a customer wrote, newest first",
      .why =
          "The count stops after 1,001 entries of the customer's own index range, and the list continues "
          "after the last review shown. Neither depends on the size of the table.",
      .knobs = {items_knob("reviews on the page"),
                {.name = "before",
                 .help = "id of the last review on the previous page",
                 .initial = above_all_ids,
                 .minimum = 1,
                 .maximum = above_all_ids},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
