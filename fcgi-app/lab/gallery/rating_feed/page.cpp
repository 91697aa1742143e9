#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

struct Rating {
  std::int64_t id, book_id, stars;
  std::string given_on;
  std::int64_t in_all;
  static constexpr auto columns =
      std::tuple(&Rating::id, &Rating::book_id, &Rating::stars, &Rating::given_on, &Rating::in_all);
};

constexpr std::string_view ratings_sql =
    "SELECT id, book_id, rating, DATE_FORMAT(created_at, '%Y-%m-%d'), COUNT(*) OVER () AS in_all FROM review "
    "ORDER BY id DESC "
    "LIMIT ?";

// The widget says "the latest 100 of 30,000 ratings".
Response feed(const Request& request, Services& services) {
  const auto ratings = services.db.query<Rating>(ratings_sql, request.knobs.n());
  Response response = data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("total").number(ratings.empty() ? std::int64_t{0} : ratings.front().in_all);
    json.key("ratings").begin_list();
    for (const Rating& rating : ratings) {
      json.begin_object().key("id").number(rating.id).key("book").number(rating.book_id);
      json.key("stars").number(rating.stars).key("day").text(rating.given_on).end_object();
    }
    json.end_list().end_object();
  });
  return response.set("Cache-Control", "private");
}

}  // namespace

GalleryPage rating_feed() {
  return {
      .summary = "the latest ratings as JSON for a widget, with how many there are in all",
      .why =
          "The window function counts all ratings to fill in a label, so the query reads the whole table "
          "before it can return the latest few.",
      .knobs = {items_knob("ratings in the feed", 2'560), dataset_knob()},
      .run = feed,
      .labels = {{.name = "exact-count"}},
  };
}

}  // namespace caseload::gallery
