#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Talk {
  std::int64_t rating;
  std::string body, day, book, customer;
  static constexpr auto columns =
      std::tuple(&Talk::rating, &Talk::body, &Talk::day, &Talk::book, &Talk::customer);
};

// The newest reviews, the most enthusiastic ones first.
constexpr std::string_view talk_sql = R"(
  WITH newest AS (SELECT id FROM review ORDER BY created_at DESC, id DESC LIMIT ?)
  SELECT r.rating, r.body, DATE_FORMAT(r.created_at, '%d %b'), b.title, c.name
    FROM newest
    JOIN review   AS r ON r.id = newest.id
    JOIN book     AS b ON b.id = r.book_id
    JOIN customer AS c ON c.id = r.customer_id
   ORDER BY r.rating DESC, CHAR_LENGTH(r.body) DESC, r.id)";

Response run(const Request& request, Services& services) {
  const auto talks = services.db.query<Talk>(talk_sql, request.knobs.n());
  Value groups = Value::list();
  std::int64_t stars = 0;
  for (const Talk& talk : talks) {
    if (talk.rating != stars) groups.add(Value::object({{"stars", talk.rating}, {"reviews", Value::list()}}));
    stars = talk.rating;
    Value& reviews = groups.items()->back().members()->back().second;
    reviews.add(Value::object(
        {{"body", talk.body}, {"day", talk.day}, {"book", talk.book}, {"customer", talk.customer}}));
  }
  return services.page(Value::object({{"groups", std::move(groups)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage talk_of_the_day() {
  return {
      .summary = "the newest reviews, sorted by stars and length",
      .why =
          "The database sorts by something that no index has, but only the reviews of the page, and all of "
          "those are shown. An index delivers the newest ones in order.",
      .knobs = {items_knob("reviews on the page", 640), dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
