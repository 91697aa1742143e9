#include <algorithm>
#include <unordered_map>

#include "core/words.hpp"
#include "shop/services.hpp"
#include "shop/shop_size.hpp"

namespace caseload::cases {

namespace {

// [shared]
constexpr std::string_view reviews_sql = "SELECT body FROM review";
constexpr std::size_t max_shown = 50;

struct Review {
  std::string body;
  static constexpr auto columns = std::tuple(&Review::body);
};

class WordCounts {
 public:
  void count(const Review& review) {
    for (std::string& word : words_of(review.body)) ++counts_[std::move(word)];
  }

  Response page(Services& services) const {
    std::vector<std::pair<std::int64_t, std::string_view>> words;
    for (const auto& [word, count] : counts_) words.emplace_back(-count, word);  // the most frequent first
    const auto shown = words.begin() + static_cast<std::ptrdiff_t>(std::min(max_shown, words.size()));
    std::partial_sort(words.begin(), shown, words.end());
    Rows rows({"word", "count"});
    for (auto word = words.begin(); word != shown; ++word) rows.add(word->second, -word->first);
    return services.page(Value::object({{"words", std::move(rows)}}));
  }

 private:
  std::unordered_map<std::string, std::int64_t> counts_;
};
// [/shared]

// [slow]
Response slow(const Request&, Services& services) {
  WordCounts words;
  // [!] The driver reads all rows into its buffer before it returns the first one.
  Cursor reviews = services.db.run(reviews_sql, {});
  while (reviews.next()) words.count(map_row<Review>(reviews));
  return words.page(services);
}
// [/slow]

// [fast]
Response fast(const Request&, Services& services) {
  WordCounts words;
  // [!] The rows are taken from the connection one by one, so the buffer holds a few of them.
  services.db.each<Review>(reviews_sql, [&](const Review& review) {
    words.count(review);
    return true;
  });
  return words.page(services);
}
// [/fast]

}  // namespace

Case iterator() {
  return {
      .page = "how often each word occurs in all reviews: the 50 most frequent",
      .knobs = {dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "the database driver buffers the whole result before the first row is used",
               .run = slow,
               .labels = {{.name = "iterator"}},
               .headline = Headline{.key = Key::mem_peak_driver}},
              {.name = "fast", .pace = Pace::fast, .summary = "rows are read one by one", .run = fast},
          },
      .claims =
          {
              {"slow", Key::rows, stored_reviews()},
              {"slow", Key::mem_peak_driver,
               at_least((100 * stored_reviews()).remark("a text has 100 bytes on average"))},
              {"fast", Key::rows, stored_reviews()},
              {"fast", Key::mem_peak_driver, at_most(200'000)},
          },
      .growth =
          {
              {.variant = "slow",
               .key = Key::mem_peak_driver,
               .over = "dataset",
               .shape = Growth::Shape::grows},
              {.variant = "fast",
               .key = Key::mem_peak_driver,
               .over = "dataset",
               .shape = Growth::Shape::constant},
          },
  };
}

}  // namespace caseload::cases
