#include <algorithm>
#include <set>

#include "core/errors.hpp"
#include "core/words.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Review {
  std::int64_t id, rating;
  std::string body;
  static constexpr auto columns = std::tuple(&Review::id, &Review::rating, &Review::body);
};

struct Found {
  std::size_t missing;
  std::int64_t id, rating;
  std::string body;
  friend auto operator<=>(const Found& one, const Found& other) {
    return std::pair(one.missing, one.id) <=> std::pair(other.missing, other.id);
  }
};

constexpr std::size_t max_found = 10, max_quote_bytes = 200;

void check_quote(std::string_view quote) {
  if (quote.size() > max_quote_bytes) throw BadRequest("the parameter quote may have at most 200 bytes");
}

// The best candidates so far. A review is only copied if it is one of them.
class Candidates {
 public:
  explicit Candidates(std::vector<std::string> quote) : quote_(std::move(quote)) {}

  void consider(const Review& review) {
    const std::size_t missing = missing_from(words_of(review.body));
    if (missing * 2 > quote_.size()) return;
    if (best_.size() == max_found && missing >= best_.rbegin()->missing) return;
    best_.insert({.missing = missing, .id = review.id, .rating = review.rating, .body = review.body});
    if (best_.size() > max_found) best_.erase(std::prev(best_.end()));
  }
  const std::set<Found>& best() const { return best_; }

 private:
  // How many words of the quotation a text does not have in the same order.
  std::size_t missing_from(const std::vector<std::string>& words) const {
    std::size_t missing = 0;
    auto from = words.begin();
    for (const std::string& word : quote_) {
      const auto at = std::find(from, words.end(), word);
      if (at == words.end())
        ++missing;
      else
        from = at + 1;
    }
    return missing;
  }

  std::vector<std::string> quote_;
  std::set<Found> best_;
};

Response run(const Request& request, Services& services) {
  std::string quote(request.knobs.text("quote"));
  if (quote.empty()) quote = "our reading group was divided down the middle";
  Candidates candidates(words_of(quote));
  services.db.each<Review>("SELECT id, rating, body FROM review", [&](const Review& review) {
    candidates.consider(review);
    return true;
  });
  Rows rows({"id", "stars", "body", "words_missing"});
  for (const Found& each : candidates.best()) rows.add(each.id, each.rating, each.body, each.missing);
  return services.page(Value::object({{"quote", quote}, {"reviews", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage loose_quote() {
  return {
      .summary = "finds the review from which a reader quotes, though not word for word",
      .why =
          "Every review is read and taken apart, and some are copied. But they come row by row, and no more "
          "than ten of them are kept, so the memory is the same for any number of reviews.",
      .knobs = {{.name = "quote",
                 .type = KnobType::text,
                 .help = "the words of the quotation",
                 .check_text = check_quote},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
