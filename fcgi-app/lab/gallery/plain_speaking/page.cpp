#include <algorithm>
#include <cctype>

#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Review {
  std::int64_t rating;
  std::string body;
  static constexpr auto columns = std::tuple(&Review::rating, &Review::body);
};

struct Measured {
  Review review;
  std::size_t words = 0, letters = 0;

  // Mean length of a word in tenths of a letter.
  std::size_t word_length() const { return words == 0 ? 0 : letters * 10 / words; }
};

Measured measure(Review review) {
  Measured result{.review = std::move(review)};
  bool in_word = false;
  for (const char c : result.review.body) {
    const bool is_letter = std::isalpha(static_cast<unsigned char>(c)) != 0;
    if (is_letter && !in_word) ++result.words;
    if (is_letter) ++result.letters;
    in_word = is_letter;
  }
  return result;
}

std::vector<Measured> with_stars(const std::vector<Measured>& all, std::int64_t stars) {
  std::vector<Measured> chosen;
  for (const Measured& each : all)
    if (each.review.rating == stars && each.words > 0) chosen.push_back(each);
  std::ranges::sort(chosen, {}, &Measured::word_length);
  return chosen;
}

std::size_t quantile(const std::vector<Measured>& sorted, std::size_t percent) {
  return sorted.empty() ? 0 : sorted[(sorted.size() - 1) * percent / 100].word_length();
}

Response run(const Request&, Services& services) {
  std::vector<Measured> reviews;
  services.db.each<Review>("SELECT rating, body FROM review", [&](const Review& review) {
    reviews.push_back(measure(review));
    return true;
  });
  Rows rows({"stars", "reviews", "lower", "median", "upper"});
  for (std::int64_t stars = 5; stars >= 1; --stars) {
    const std::vector<Measured> chosen = with_stars(reviews, stars);
    rows.add(stars, chosen.size(), quantile(chosen, 25), quantile(chosen, 50), quantile(chosen, 75));
  }
  return services.page(Value::object({{"reviews", reviews.size()}, {"stars", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage plain_speaking() {
  return {
      .summary = "do unhappy readers use shorter words? word lengths of all reviews by stars",
      .why =
          "The texts of all reviews are kept, and copied again to be filtered and sorted, although each is "
          "needed only to be measured. Counts of the few hundred possible lengths would do.",
      .knobs = {dataset_knob()},
      .run = run,
      .labels = {{.name = "memory-profile"}},
  };
}

}  // namespace caseload::gallery
