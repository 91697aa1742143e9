#include "lab/gallery_page.hpp"

#include <cstdio>

#include "core/errors.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view name_sql = "SELECT name FROM publisher WHERE id = ?";
// LEFT JOIN, because a book without a review is listed too.
constexpr std::string_view titles_sql =
    "SELECT b.id, b.title, b.year, COUNT(r.id), COALESCE(SUM(r.rating), 0), COALESCE(SUM(r.rating <= 2), 0) "
    "FROM (SELECT id, title, year FROM book WHERE publisher_id = ? ORDER BY id DESC LIMIT ?) AS b "
    "LEFT JOIN review AS r ON r.book_id = b.id "
    "GROUP BY b.id, b.title, b.year ORDER BY b.id DESC";

struct Publisher {
  std::string name;
  static constexpr auto columns = std::tuple(&Publisher::name);
};

struct Title {
  std::int64_t id;
  std::string title;
  std::int64_t year, reviews, stars, poor_reviews;
  static constexpr auto columns = std::tuple(&Title::id, &Title::title, &Title::year, &Title::reviews,
                                             &Title::stars, &Title::poor_reviews);
};

Value mean_of(const Title& title) {
  if (title.reviews == 0) return {};
  char text[16];
  std::snprintf(text, sizeof text, "%.1f",
                static_cast<double>(title.stars) / static_cast<double>(title.reviews));
  return text;
}

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("publisher");
  const auto publisher = services.db.query_one<Publisher>(name_sql, id);
  if (!publisher) throw NotFound("there is no publisher " + std::to_string(id));

  Value list = Value::list();
  std::int64_t reviews = 0, poor_reviews = 0;
  for (const Title& title : services.db.query<Title>(titles_sql, id, request.knobs.n())) {
    reviews += title.reviews;
    poor_reviews += title.poor_reviews;
    list.add(Value::object({{"id", title.id},
                            {"title", title.title},
                            {"year", title.year},
                            {"reviews", title.reviews},
                            {"poor_reviews", title.poor_reviews},
                            {"mean", mean_of(title)}}));
  }
  return services
      .page(Value::object({{"publisher", publisher->name},
                           {"reviews", reviews},
                           {"poor_reviews", poor_reviews},
                           {"titles", std::move(list)}}))
      .set("Cache-Control", "private");
}

}  // namespace

GalleryPage publisher_portal() {
  return {
      .summary = "what a publisher sees of its newest titles: reviews, poor reviews, mean stars",
      .why =
          "The database counts the reviews of each title and returns a row per line of the page. The loop "
          "only adds up these few rows for the last line.",
      .knobs = {items_knob("titles on the page"),
                {.name = "publisher",
                 .help = "number of the publisher",
                 .initial = 58,
                 .minimum = 1,
                 .maximum = 1'000,
                 .ladder = {58, 447, 836}},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
