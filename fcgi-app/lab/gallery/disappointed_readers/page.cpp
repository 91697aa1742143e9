#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

using orm::Book;
using orm::Review;

// The support team writes to these readers. Everybody else stays anonymous on this page.
constexpr std::int64_t max_stars_of_disappointed = 3;

bool is_disappointed(const Review& review) {
  return review.rating() <= max_stars_of_disappointed;
}

Response show(const Request& request, Services& services) {
  orm::Session session(services.db);
  const auto reviews = session.query<Review>()
                           .only(&Review::rating, &Review::body, &Review::created_at, &Review::customer_id)
                           .only(&Review::book, &Book::title)
                           .order_by_descending(&Review::created_at)
                           .limit(request.knobs.n())
                           .all();
  Value list = Value::list();
  for (const Review& review : reviews) {
    Value entry = Value::object({{"title", review.book().title()},
                                 {"stars", review.rating()},
                                 {"body", review.body()},
                                 {"day", review.created_at().substr(0, 10)}});
    if (is_disappointed(review)) {
      const orm::Customer& reader = review.customer();
      entry.set("contact", Value::object({{"name", reader.name()}, {"email", reader.email()}}));
    }
    list.add(std::move(entry));
  }
  return services.page(Value::object({{"reviews", std::move(list)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage disappointed_readers() {
  return {
      .summary = "the newest reviews, with the address of each reader who was not satisfied",
      .why =
          "The reader of each review with three stars or fewer is loaded when the loop gets there, with a "
          "query each. They could come with the reviews in a join, or in one query after them.",
      .knobs = {items_knob("reviews on the page", 2'560), dataset_knob()},
      .run = show,
      .labels = {{.name = "n-plus-one"}},
  };
}

}  // namespace caseload::gallery
