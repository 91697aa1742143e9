#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

using orm::Review;

std::string_view mood_of(std::int64_t stars) {
  if (stars >= 4) return "positive";
  return stars == 3 ? "mixed" : "negative";
}

// For the clipping service: which publisher, and from where, is being talked about.
void add_mention(Rows& rows, const Review& review) {
  const orm::Publisher& publisher = review.book().publisher();
  rows.add(review.created_at().substr(0, 10), publisher.name(), publisher.country().code(),
           review.book().title(), mood_of(review.rating()), review.body());
}

Response clippings(const Request& request, Services& services) {
  orm::Session session(services.db);
  auto query = session.query<Review>();
  const auto reviews = query.order_by_descending(&Review::created_at).limit(request.knobs.n()).all();
  Rows mentions({"day", "publisher", "country", "title", "mood", "text"});
  for (const Review& review : reviews) add_mention(mentions, review);
  return services.page(Value::object({{"mentions", std::move(mentions)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage publisher_mentions() {
  return {
      .summary = "the clipping service: the newest reviews, each with the book's publisher and its country",
      .why =
          "Book, publisher and country are to-one relations that are loaded lazily, three queries for each "
          "review. One query with joins would bring them all.",
      .knobs = {items_knob("reviews on the page", 2'560), dataset_knob()},
      .run = clippings,
      .labels = {{.name = "select-related"}},
  };
}

}  // namespace caseload::gallery
