#include <algorithm>
#include <optional>
#include <set>

#include "core/errors.hpp"
#include "core/words.hpp"
#include "shop/services.hpp"
#include "shop/shop_size.hpp"

namespace caseload::cases {

namespace {

// [shared]
constexpr std::string_view first_review_sql = "SELECT body FROM review WHERE id = 1";
constexpr std::string_view reviews_sql = "SELECT body FROM review";

struct Review {
  std::string body;
  static constexpr auto columns = std::tuple(&Review::body);
};

class FirstReview {
 public:
  explicit FirstReview(Services& services) {
    const auto review = services.db.query_one<Review>(first_review_sql);
    if (!review) throw NotFound("there is no review 1");
    text_ = review->body;
    words_ = words_of(text_);
    for (std::size_t i = 1; i < words_.size(); ++i) pairs_.emplace(words_[i - 1], words_[i]);
  }
  FirstReview(const FirstReview&) = delete;
  FirstReview& operator=(const FirstReview&) = delete;

  const std::string& text() const { return text_; }
  std::size_t max_score() const { return pairs_.size(); }

  // The number of this review's word pairs that the other one contains too. A review with fewer than two
  // words has no score.
  std::optional<std::size_t> score(const Review& other) const {
    const std::vector<std::string> words = words_of(other.body);
    if (words.size() < 2) return std::nullopt;
    std::set<Pair> shared;
    for (std::size_t i = 1; i < words.size(); ++i) {
      const auto pair = pairs_.find({words[i - 1], words[i]});
      if (pair != pairs_.end()) shared.insert(*pair);
    }
    return shared.size();
  }

 private:
  using Pair = std::pair<std::string_view, std::string_view>;  // two neighbouring words, as views of them
  std::string text_;
  std::vector<std::string> words_;
  std::set<Pair> pairs_;
};

Response page(Services& services, const FirstReview& first, const std::vector<std::int64_t>& reviews) {
  Rows rows({"score", "reviews"});
  for (std::size_t score = 0; score < reviews.size(); ++score) rows.add(score, reviews[score]);
  return services.page(Value::object({{"review", first.text()}, {"scores", std::move(rows)}}));
}
// [/shared]

// [slow]
struct Scored {
  Review review;
  std::optional<std::size_t> score;
};

Response slow(const Request&, Services& services) {
  const FirstReview first(services);
  std::vector<Scored> all;
  services.db.each<Review>(reviews_sql, [&](const Review& review) {
    // [!] Every review is kept as an object, although only its score is needed.
    all.push_back({review, first.score(review)});
    return true;
  });
  std::vector<Scored> scored;
  for (const Scored& each : all) {
    // [!] A second copy, to filter.
    if (each.score) scored.push_back(each);
  }
  // [!] A third copy, to sort.
  std::vector<Scored> sorted = scored;
  std::ranges::sort(sorted, {}, &Scored::score);
  std::vector<std::int64_t> reviews(first.max_score() + 1);
  for (std::size_t score = 0; score < reviews.size(); ++score)
    reviews[score] = std::ssize(std::ranges::equal_range(sorted, std::optional(score), {}, &Scored::score));
  return page(services, first, reviews);
}
// [/slow]

// [fast]
Response fast(const Request&, Services& services) {
  const FirstReview first(services);
  std::vector<std::int64_t> reviews(first.max_score() + 1);
  services.db.each<Review>(reviews_sql, [&](const Review& review) {
    // [!] The score is counted at once, and the review is not kept.
    if (const auto score = first.score(review)) ++reviews[*score];
    return true;
  });
  return page(services, first, reviews);
}
// [/fast]

}  // namespace

Case memory_profile() {
  return {
      .page = "how many word pairs each review shares with review 1: a histogram of all reviews",
      .knobs = {dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "all rows loaded as objects and copied twice, to filter and to sort them, only to "
                          "count how often each score occurs",
               .run = slow,
               .labels = {{.name = "memory-profile"}},
               .headline = Headline{.key = Key::mem_peak_app}},
              {.name = "fast",
               .pace = Pace::fast,
               .summary = "one pass over the rows, which keeps only a count for each score",
               .run = fast},
          },
      .claims =
          {
              {"slow", Key::rows, 1 + stored_reviews()},
              {"slow", Key::mem_peak_app,
               at_least((3 * 100 * stored_reviews()).remark("three lists of texts of 100 bytes on average"))},
              {"fast", Key::rows, 1 + stored_reviews()},
              {"fast", Key::mem_peak_app, at_most(200'000)},
          },
      .growth =
          {
              {.variant = "slow", .key = Key::mem_peak_app, .over = "dataset", .shape = Growth::Shape::grows},
              {.variant = "fast",
               .key = Key::mem_peak_app,
               .over = "dataset",
               .shape = Growth::Shape::constant},
          },
  };
}

}  // namespace caseload::cases
