#include "lab/gallery_page.hpp"
#include "shop/best_sellers.hpp"
#include "shop/services.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view best_rated_sql =
    "select b.title, a.name, b.rating, (select count(*) from review r where r.book_id = b.id) "
    "from (select id from book where rating is not null order by rating desc, id desc limit 8) best "
    "join book b on b.id = best.id join author a on a.id = b.author_id order by b.rating desc, b.id desc";
constexpr std::string_view busy_publishers_sql =
    "SELECT p.name, made.titles FROM (SELECT publisher_id, COUNT(*) AS titles FROM book "
    "GROUP BY publisher_id ORDER BY titles DESC, publisher_id LIMIT 12) AS made "
    "JOIN publisher AS p ON p.id = made.publisher_id ORDER BY made.titles DESC, p.id";

struct Rated {
  std::string title, author, rating;
  std::int64_t reviews;
  static constexpr auto columns = std::tuple(&Rated::title, &Rated::author, &Rated::rating, &Rated::reviews);
};

struct Publisher {
  std::string name;
  std::int64_t titles;
  static constexpr auto columns = std::tuple(&Publisher::name, &Publisher::titles);
};

Value best_rated(Database& db) {
  Value books = Value::list();
  for (const Rated& each : db.query<Rated>(best_rated_sql))
    books.add(Value::object({{"title", each.title},
                             {"author", each.author},
                             {"rating", each.rating},
                             {"reviews", each.reviews}}));
  return Value::object({{"books", std::move(books)}});
}

Value busy_publishers(Database& db) {
  Value publishers = Value::list();
  for (const Publisher& each : db.query<Publisher>(busy_publishers_sql))
    publishers.add(Value::object({{"name", each.name}, {"titles", each.titles}}));
  return Value::object({{"publishers", std::move(publishers)}});
}

Response show(const Request& request, Services& services) {
  const auto visitor = visitor_of(request, services.db);
  Value model = Value::object({{"visitor", visitor ? Value(visitor->name) : Value()}});
  model.set("best_rated", best_rated(services.db));
  model.set("busy_publishers", busy_publishers(services.db));
  Fragments blocks(services.texts, services.trace, request.knobs);
  blocks.offer("best_sellers", [&] {
    return Value::object({{"books", best_sellers_of_the_quarter(services.db, 8)}});
  });
  return services.page(std::move(model), blocks)
      .set("Cache-Control", "private")
      .set("Vary", "Accept, Cookie");
}

}  // namespace

GalleryPage home_with_greeting() {
  return {.summary = "the home page: a greeting, best sellers, best rated books, publishers",
          .why =
              "The blocks of best rated books and of publishers are the same for everybody, but they are "
              "queried and rendered on every request. Only the best sellers are cached.",
          .knobs = {dataset_knob()},
          .run = show,
          .labels = {{.name = "fragment-cache"}}};
}

}  // namespace caseload::gallery
