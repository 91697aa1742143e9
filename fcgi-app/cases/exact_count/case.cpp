#include <algorithm>

#include "core/numbers.hpp"
#include "shop/services.hpp"
#include "shop/shop_size.hpp"

namespace caseload::cases {

namespace {

// [shared]
constexpr std::int64_t counted_exactly = 1'000;

struct Review {
  std::int64_t number, stars;
  std::string review;
  static constexpr auto columns = std::tuple(&Review::number, &Review::stars, &Review::review);
};

struct Count {
  std::int64_t reviews;
  static constexpr auto columns = std::tuple(&Count::reviews);
};

constexpr std::string_view next_reviews =
    "SELECT id, rating, body FROM review WHERE id > ? ORDER BY id LIMIT ?";

std::string in_words(std::int64_t total) {
  return total > counted_exactly ? "more than " + grouped(counted_exactly) : grouped(total);
}

// `total`: the number of reviews after the last one that was checked.
Response show(const Request& request, Services& services, std::int64_t total) {
  const auto reviews =
      services.db.query<Review>(next_reviews, request.knobs.integer("after"), request.knobs.n());
  Rows rows({"number", "stars", "review"});
  for (const Review& each : reviews) rows.add(each.number, each.stars, each.review);
  Value next;
  if (total > std::ssize(reviews) && !reviews.empty()) {
    Knobs there = request.knobs;
    there.set("after", std::to_string(reviews.back().number));
    next = "?" + there.query_string();
  }
  return services.page(Value::object({{"shown", std::ssize(reviews)},
                                      {"total", in_words(total)},
                                      {"reviews", std::move(rows)},
                                      {"next", std::move(next)}}));
}
// [/shared]

// [slow]
// [!] Reads every review that is left, to print "more than 1,000".
constexpr std::string_view count_all = "SELECT COUNT(*) FROM review WHERE id > ?";

Response slow(const Request& request, Services& services) {
  const auto count = services.db.query_one<Count>(count_all, request.knobs.integer("after"));
  return show(request, services, count->reviews);
}
// [/slow]

// [fast]
// [!] Stops at the 1,001st review: whether there are more is all that the page says.
constexpr std::string_view count_some =
    "SELECT COUNT(*) FROM (SELECT id FROM review WHERE id > ? LIMIT ?) AS first_reviews";

Response fast(const Request& request, Services& services) {
  const auto count =
      services.db.query_one<Count>(count_some, request.knobs.integer("after"), counted_exactly + 1);
  return show(request, services, count->reviews);
}
// [/fast]

// Seeded reviews are numbered from 1 without gaps.
Formula reviews_left() {
  return {"all reviews left", [](const Formula::Context& in) {
            return std::max<std::int64_t>(seeded_reviews(in.knobs) - in.knobs.integer("after"), 0);
          }};
}

}  // namespace

Case exact_count() {
  const Formula n = items("n", "reviews");
  return {
      .page = "a list of reviews waiting to be checked, with their total",
      .knobs = {items_knob("reviews on the page", counted_exactly),
                {.name = "after",
                 .help = "number of the last review that was checked",
                 .initial = 0,
                 .minimum = 0,
                 .maximum = 480'000},
                dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "reads the list, then counts every waiting review, to print \"more than 1,000\"",
               .run = slow,
               .labels = {{.name = "exact-count"}},
               .headline = Headline{.key = Key::rows_examined}},
              {.name = "fast",
               .pace = Pace::fast,
               .summary =
                   "reads the list, then counts 1,001 reviews at most, enough to print \"more than 1,000\"",
               .run = fast},
          },
      .claims =
          {
              {"slow", Key::rows_examined, at_least(n + reviews_left())},
              {"slow", Key::rows, n + 1},
              {"slow", Key::sql, 2},
              {"fast", Key::rows_examined,
               at_most((n + 2 * Formula(counted_exactly + 1) + 4)
                           .remark("MySQL also counts reads of its temporary table"))},
              {"fast", Key::rows, n + 1},
              {"fast", Key::sql, 2},
          },
      .growth =
          {
              {.variant = "slow",
               .key = Key::rows_examined,
               .over = "dataset",
               .shape = Growth::Shape::grows},
              {.variant = "fast",
               .key = Key::rows_examined,
               .over = "dataset",
               .shape = Growth::Shape::constant},
          },
  };
}

}  // namespace caseload::cases
