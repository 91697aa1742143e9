#include <algorithm>
#include <iterator>

#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t shown = 25;

struct Review {
  std::int64_t id, rating;
  std::string body;
  static constexpr auto columns = std::tuple(&Review::id, &Review::rating, &Review::body);
};

struct Loud {
  Review review;
  std::int64_t loudness;
};

// Capital letters and exclamation marks per hundred bytes.
std::int64_t loudness_of(const Review& review) {
  const auto loud =
      std::ranges::count_if(review.body, [](char c) { return c == '!' || (c >= 'A' && c <= 'Z'); });
  return review.body.empty() ? 0 : static_cast<std::int64_t>(loud) * 100 / std::ssize(review.body);
}

std::vector<Review> all_reviews(Database& db) {
  std::vector<Review> reviews;
  db.each<Review>("SELECT id, rating, body FROM review", [&](const Review& review) {
    reviews.push_back(review);
    return true;
  });
  return reviews;
}

std::vector<Review> with_text(const std::vector<Review>& reviews) {
  std::vector<Review> result;
  std::ranges::copy_if(reviews, std::back_inserter(result),
                       [](const Review& each) { return !each.body.empty(); });
  return result;
}

std::vector<Loud> by_loudness(const std::vector<Review>& reviews) {
  std::vector<Loud> result;
  for (const Review& each : reviews) result.push_back({.review = each, .loudness = loudness_of(each)});
  std::ranges::sort(result, [](const Loud& a, const Loud& b) {
    return a.loudness != b.loudness ? a.loudness > b.loudness : a.review.id < b.review.id;
  });
  return result;
}

Response show(const Request&, Services& services) {
  const auto reviews = by_loudness(with_text(all_reviews(services.db)));
  Rows rows({"id", "stars", "loudness", "text"});
  for (std::size_t i = 0; i < std::min(shown, reviews.size()); ++i)
    rows.add(reviews[i].review.id, reviews[i].review.rating, reviews[i].loudness, reviews[i].review.body);
  return services.page(Value::object({{"reviews", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage loudest_reviews() {
  return {
      .summary = "for the moderators: the reviews that shout the loudest",
      .why =
          "All reviews are kept with their texts, copied to leave out the empty ones, and copied again "
          "with their loudness to be sorted. Twenty-five are shown; a heap of that size would do.",
      .knobs = {dataset_knob()},
      .run = show,
      .labels = {{.name = "memory-profile"}},
  };
}

}  // namespace caseload::gallery
