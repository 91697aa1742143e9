#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

struct Reader {
  std::string name, country;
  static constexpr auto columns = std::tuple(&Reader::name, &Reader::country);
};
struct Stars {
  std::int64_t rating, reviews;
  static constexpr auto columns = std::tuple(&Stars::rating, &Stars::reviews);
};
struct Genre {
  std::string name;
  std::int64_t books;
  static constexpr auto columns = std::tuple(&Genre::name, &Genre::books);
};

constexpr std::string_view reader_sql =
    "SELECT c.name, l.name FROM customer c JOIN country l ON l.id = c.country_id WHERE c.id = ?";
constexpr std::string_view stars_sql =
    "SELECT rating, COUNT(*) FROM review WHERE customer_id = ? GROUP BY rating ORDER BY rating DESC";
constexpr std::string_view genres_sql =
    "SELECT t.name, mine.books FROM (SELECT bt.tag_id, COUNT(DISTINCT r.book_id) AS books "
    "FROM review r STRAIGHT_JOIN book_tag bt ON bt.book_id = r.book_id WHERE r.customer_id = ? "
    "GROUP BY bt.tag_id ORDER BY books DESC, bt.tag_id LIMIT 6) AS mine "
    "JOIN tag t ON t.id = mine.tag_id ORDER BY mine.books DESC, t.id";

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("reader");
  const auto reader = services.db.query_one<Reader>(reader_sql, id);
  if (!reader) throw NotFound("there is no reader " + std::to_string(id));
  const auto visitor = visitor_of(request, services.db);
  const auto stars = services.db.query<Stars>(stars_sql, id);
  const auto genres = services.db.query<Genre>(genres_sql, id);

  std::int64_t reviews = 0;
  Rows star_rows({"stars", "reviews"});
  for (const Stars& each : stars) {
    reviews += each.reviews;
    star_rows.add(each.rating, each.reviews);
  }
  Rows genre_rows({"name", "books"});
  for (const Genre& each : genres) genre_rows.add(each.name, each.books);
  return services
      .page(Value::object({{"name", reader->name},
                           {"country", reader->country},
                           {"is_visitor", visitor && visitor->id == id},
                           {"reviews", reviews},
                           {"stars", std::move(star_rows)},
                           {"genres", std::move(genre_rows)}}))
      .set("Cache-Control", "private")
      .set("Vary", "Accept, Cookie");
}

}  // namespace

GalleryPage reader_profile() {
  return {
      .summary = "a reader's profile: stars given, and the genres that the reader writes about most",
      .why =
          "Two aggregates run on every view, but each reads only the reviews of this reader, a few dozen "
          "rows "
          "found by index. Cached, they would rarely be used a second time.",
      .knobs = {{.name = "reader", .help = "customer", .initial = 17, .minimum = 1, .maximum = 2'500},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
