#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

using orm::Author;
using orm::Customer;
using orm::Review;

Response show(const Request& request, Services& services) {
  orm::Session session(services.db);
  const auto reviews =
      session.query<Review>().order_by_descending(&Review::id).limit(request.knobs.n()).all();
  std::int64_t abroad = 0;
  Rows rows({"day", "reader", "from", "title", "author", "to", "stars", "body"});
  for (const Review& review : reviews) {
    const Author& author = review.book().author();
    const Customer& reader = review.customer();
    if (reader.country_id() != author.country_id()) ++abroad;
    rows.add(review.created_at().substr(0, 10), reader.name(), reader.country().name(), review.book().title(),
             author.name(), author.country().name(), review.rating(), review.body());
  }
  return services.page(Value::object({{"abroad", abroad}, {"reviews", std::move(rows)}}));
}

}  // namespace

GalleryPage reviews_around_the_world() {
  return {
      .summary = "the newest reviews: a reader from one country on an author from another",
      .why =
          "Book, author, reader and both countries are loaded one by one for each review: five queries "
          "each. The foreign keys could be followed in the query for the reviews.",
      .knobs = {items_knob("reviews on the page", 640), dataset_knob()},
      .run = show,
      .labels = {{.name = "select-related"}},
  };
}

}  // namespace caseload::gallery
