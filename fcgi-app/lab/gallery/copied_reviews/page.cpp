#include <algorithm>
#include <map>
#include <set>

#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Review {
  std::int64_t id, book_id, customer_id;
  std::string body;
  static constexpr auto columns =
      std::tuple(&Review::id, &Review::book_id, &Review::customer_id, &Review::body);
};

constexpr std::string_view bad_reviews_sql =
    "SELECT id, book_id, customer_id, body FROM review WHERE rating <= 2 AND body <> '' ORDER BY id";
constexpr std::size_t max_groups = 25;

// The words in alphabetical order, because those who copy swap the sentences.
std::string fingerprint_of(std::string_view body) {
  auto words = split(lower_case(body), " .,;:!?\"()-\n");
  std::sort(words.begin(), words.end());
  std::string text;
  for (const std::string& word : words) text += word + " ";
  return text;
}

struct Group {
  std::vector<Review> reviews;
  std::size_t readers() const {
    std::set<std::int64_t> different;
    for (const Review& each : reviews) different.insert(each.customer_id);
    return different.size();
  }
};

std::vector<Group> groups_in(std::vector<Review> reviews) {
  std::map<std::string, Group> by_words;
  for (const Review& review : reviews) by_words[fingerprint_of(review.body)].reviews.push_back(review);
  std::vector<Group> groups;
  for (const auto& [words, group] : by_words)
    if (group.reviews.size() > 1) groups.push_back(group);
  std::stable_sort(groups.begin(), groups.end(),
                   [](const Group& a, const Group& b) { return a.reviews.size() > b.reviews.size(); });
  if (groups.size() > max_groups) groups.resize(max_groups);
  return groups;
}

Response show(const Request&, Services& services) {
  std::vector<Review> reviews;
  services.db.each<Review>(bad_reviews_sql, [&](const Review& review) {
    reviews.push_back(review);
    return true;
  });
  const std::vector<Group> groups = groups_in(reviews);
  Rows rows({"first_id", "book", "text", "reviews", "readers"});
  for (const Group& group : groups) {
    const Review& first = group.reviews.front();
    rows.add(first.id, first.book_id, first.body, group.reviews.size(), group.readers());
  }
  return services.page(Value::object({{"groups", std::move(rows)}})).set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage copied_reviews() {
  return {
      .summary = "bad reviews that were copied: the same words, in whatever order, written more than once",
      .why =
          "The texts of all bad reviews are collected, copied to be grouped, and again with their group. A "
          "hash "
          "of the words and a count for each would do, with the texts of the groups shown fetched at the "
          "end.",
      .knobs = {dataset_knob()},
      .run = show,
      .labels = {{.name = "memory-profile"}},
  };
}

}  // namespace caseload::gallery
