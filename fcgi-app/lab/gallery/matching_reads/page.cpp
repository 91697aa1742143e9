#include <algorithm>

#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

using orm::Book;

// The subjects that a reader likes, as ids of tags in a cookie: "1.124.370".
std::vector<std::int64_t> likes_of(const Request& request) {
  std::vector<std::int64_t> likes;
  for (const std::string& id : split(request.cookie("likes").value_or("1.116.124.239.370"), "."))
    if (const auto number = whole_number(id)) likes.push_back(*number);
  return likes;
}

struct Match {
  std::int64_t percent = 0;
  std::string in_common;
};

// What both have, of all that one of them has. A book that is about many other things too matches less.
Match match(const Book& book, const std::vector<std::int64_t>& likes) {
  std::size_t in_common = 0, others = 0;
  Match match;
  for (const orm::Tag& tag : book.tags()) {
    if (std::ranges::find(likes, tag.id()) == likes.end()) {
      ++others;
      continue;
    }
    ++in_common;
    if (!match.in_common.empty()) match.in_common += ", ";
    match.in_common += tag.name();
  }
  if (in_common > 0) match.percent = static_cast<std::int64_t>(100 * in_common / (likes.size() + others));
  return match;
}

Response show(const Request& request, Services& services) {
  const auto likes = likes_of(request);
  const auto books = orm::Session(services.db)
                         .query<Book>()
                         .only(&Book::title, &Book::year, &Book::price)
                         .prefetch(&Book::tags)
                         .order_by_descending(&Book::id)
                         .limit(request.knobs.n())
                         .all();
  std::vector<std::pair<Match, const Book*>> matches;
  for (const Book& book : books) matches.emplace_back(match(book, likes), &book);
  std::ranges::stable_sort(
      matches, [](const auto& one, const auto& other) { return one.first.percent > other.first.percent; });
  Rows rows({"title", "year", "price", "percent", "in_common"});
  for (const auto& [found, book] : matches)
    rows.add(book->title(), book->year(), book->price(), found.percent, found.in_common);
  return services.page(Value::object({{"books", std::move(rows)}}))
      .set("Cache-Control", "private")
      .set("Vary", "Accept, Cookie");
}

}  // namespace

GalleryPage matching_reads() {
  return {
      .summary = "the newest books, sorted by how well they match what the reader likes",
      .why =
          "The tags of all books are prefetched and most of them are not shown. But every tag is compared "
          "with the reader's subjects and counts for the place of its book.",
      .knobs = {items_knob("books on the page"), dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
