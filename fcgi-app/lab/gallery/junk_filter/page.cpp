#include <algorithm>
#include <numeric>

#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view begin_sql = "INSERT INTO junk_run (first_review, reviews) VALUES (?, ?)";
constexpr std::string_view reviews_sql = "SELECT id, body FROM review WHERE id >= ? ORDER BY id LIMIT ?";
constexpr std::string_view finish_sql =
    "UPDATE junk_run SET suspects = ?, worst_review = ?, worst_score = ? WHERE id = ?";
constexpr std::string_view remove_sql = "DELETE FROM junk_run WHERE id = ?";
constexpr std::int64_t runs_kept = 1'000;
constexpr std::size_t compared_bytes = 120;
constexpr std::int64_t suspect_from = 45;  // per cent

// What the moderators have removed most often.
constexpr std::string_view known_junk[] = {
    "Earn money from home, ask me how. Write to the address in my profile today.",
    "This book is available for free on my site, together with a thousand others.",
    "Five stars from me, and now please have a look at my own book, which is better.",
    "The parcel came late and the box was wet. Have not read the book. One star.",
    "First!!! First!!! First!!! First!!! First!!! First!!! First!!! First!!!",
    "I was given this book by the author in return for an honest and kind review.",
    "Best price for reading glasses of all brands, delivery within a day, no questions.",
    "Copy this text to ten other books and you will have luck for seven long years.",
};

struct Review {
  std::int64_t id;
  std::string body;
  static constexpr auto columns = std::tuple(&Review::id, &Review::body);
};

// How many letters have to be changed to make one of them the other (Levenshtein).
std::size_t distance(std::string_view left, std::string_view right) {
  std::vector<std::size_t> row(right.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= left.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const std::size_t replaced = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row.back();
}

// Per cent of what a review has in common with the junk that it resembles most.
std::int64_t score_of(std::string_view body) {
  const std::string_view text = body.substr(0, compared_bytes);
  std::size_t best = 0;
  for (const std::string_view junk : known_junk) {
    const std::size_t longer = std::max(text.size(), junk.size());
    best = std::max(best, (longer - distance(text, junk)) * 100 / longer);
  }
  return static_cast<std::int64_t>(best);
}

struct Verdict {
  std::int64_t review, score;
};

Response run(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t first = request.knobs.integer("first");
  std::vector<Verdict> suspects;
  Verdict worst{};
  std::size_t reviews = 0;
  db.transaction([&] {
    suspects.clear();
    worst = {};
    db.execute(begin_sql, first, request.knobs.n());
    const std::int64_t id = db.last_insert_id();
    const auto found = db.query<Review>(reviews_sql, first, request.knobs.n());
    reviews = found.size();
    for (const Review& review : found) {
      const Verdict verdict{.review = review.id, .score = score_of(review.body)};
      if (verdict.score >= suspect_from) suspects.push_back(verdict);
      if (verdict.score > worst.score) worst = verdict;
    }
    db.execute(finish_sql, static_cast<std::int64_t>(suspects.size()), worst.review, worst.score, id);
    db.execute(remove_sql, id - runs_kept);
  });
  Rows rows({"review", "score"});
  for (const Verdict& each : suspects) rows.add(each.review, each.score);
  return services
      .page(Value::object({{"reviews", reviews},
                           {"worst", worst.review},
                           {"worst_score", worst.score},
                           {"suspects", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage junk_filter() {
  return {
      .summary = "a moderator has the reviews compared with known junk",
      .why =
          "The row of the run is inserted first and completed at the end. In between, each review is "
          "compared with eight texts letter by letter, and the transaction stays open for that. The scores "
          "could be computed first and then stored in one short transaction.",
      .knobs = {items_knob("reviews to look at", 640),
                {.name = "first",
                 .help = "number of the first review",
                 .initial = 3'000,
                 .minimum = 1,
                 .maximum = 29'000},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "long-transaction"}},
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
