#include <limits>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t reviews_per_page = 40;

constexpr std::string_view number_of_reviews = "SELECT COUNT(*) FROM review";
constexpr std::string_view reviews_before =
    "SELECT r.id, r.rating, r.body, DATE_FORMAT(r.created_at, '%Y-%m-%d %H:%i'), b.title "
    "FROM review AS r LEFT JOIN book AS b ON b.id = r.book_id "
    "WHERE r.id < ? ORDER BY r.id DESC LIMIT ?";

struct Count {
  std::int64_t reviews;
  static constexpr auto columns = std::tuple(&Count::reviews);
};

struct Review {
  std::int64_t id, rating;
  std::string body, written_at, title;
  static constexpr auto columns =
      std::tuple(&Review::id, &Review::rating, &Review::body, &Review::written_at, &Review::title);
};

void check_before(std::string_view text) {
  if (!text.empty() && !whole_number(text))
    throw BadRequest("the parameter before must be the number of a review, as in the links of the page");
}

Response show(const Request& request, Services& services) {
  const std::int64_t before =
      whole_number(request.knobs.text("before")).value_or(std::numeric_limits<std::int64_t>::max());
  const auto count = services.db.query_one<Count>(number_of_reviews);
  const auto reviews =
      services.db.query<Review>(reviews_before, before, static_cast<std::int64_t>(reviews_per_page) + 1);

  Rows rows({"id", "rating", "body", "written_at", "title"});
  for (const Review& review : reviews) {
    if (rows.size() == reviews_per_page) break;
    rows.add(review.id, review.rating, review.body, review.written_at, review.title);
  }
  Value older;
  if (reviews.size() > reviews_per_page) {
    Knobs there = request.knobs;
    there.set("before", std::to_string(reviews[reviews_per_page - 1].id));
    older = "?" + there.query_string();
  }
  return services
      .page(Value::object({{"shown", rows.size()},
                           {"total", grouped(count->reviews)},
                           {"reviews", std::move(rows)},
                           {"next", std::move(older)}}))
      .set("Cache-Control", "private");
}

}  // namespace

GalleryPage review_archive() {
  return {
      .summary = "all reviews for the editors, newest first, 40 on a page, with their total number",
      .why =
          "The list itself continues after the last review shown. But each page also counts the whole table "
          "for "
          "its \"40 of 30,000\", which nobody needs exactly.",
      .knobs = {{.name = "before",
                 .type = KnobType::text,
                 .help = "shows the reviews before this number; empty: the newest",
                 .check_text = check_before},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "exact-count"}},
  };
}

}  // namespace caseload::gallery
