#include "core/errors.hpp"
#include "io/json/json.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"
#include "shop/shop_writes.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view genre_sql = "SELECT name FROM tag WHERE id = ?";
constexpr std::string_view books_sql =
    "SELECT b.title, a.name, b.price, rated.reviews, rated.stars FROM "
    "(SELECT t.book_id, COUNT(*) AS reviews, ROUND(AVG(r.rating), 1) AS stars FROM book_tag t "
    "JOIN review r ON r.book_id = t.book_id WHERE t.tag_id = ? GROUP BY t.book_id "
    "ORDER BY stars DESC, reviews DESC, t.book_id LIMIT 12) AS rated "
    "JOIN book b ON b.id = rated.book_id JOIN author a ON a.id = b.author_id "
    "ORDER BY rated.stars DESC, rated.reviews DESC, rated.book_id";

constexpr std::string_view sold_sql =
    "SELECT b.title, SUM(i.quantity) AS copies FROM book_tag t "
    "STRAIGHT_JOIN order_item i ON i.book_id = t.book_id STRAIGHT_JOIN book b ON b.id = t.book_id "
    "WHERE t.tag_id = ? GROUP BY b.id, b.title ORDER BY copies DESC, b.id LIMIT 5";
constexpr std::string_view related_sql =
    "SELECT genre.name, COUNT(*) AS books FROM book_tag mine "
    "STRAIGHT_JOIN book_tag other ON other.book_id = mine.book_id AND other.tag_id <> mine.tag_id "
    "STRAIGHT_JOIN tag genre ON genre.id = other.tag_id "
    "WHERE mine.tag_id = ? GROUP BY genre.id, genre.name ORDER BY books DESC, genre.id LIMIT 8";

struct Genre {
  std::string name;
  static constexpr auto columns = std::tuple(&Genre::name);
};

struct Book {
  std::string title, author, price;
  std::int64_t reviews;
  std::string stars;
  static constexpr auto columns =
      std::tuple(&Book::title, &Book::author, &Book::price, &Book::reviews, &Book::stars);
};

struct Sold {
  std::string title;
  std::int64_t copies;
  static constexpr auto columns = std::tuple(&Sold::title, &Sold::copies);
};

struct Related {
  std::string name;
  std::int64_t books;
  static constexpr auto columns = std::tuple(&Related::name, &Related::books);
};

// The window of a genre is kept for ten minutes, or until somebody writes a review.
class Window {
 public:
  Window(Services& services, std::int64_t genre)
      : services_(services),
        genre_(genre),
        entry_{.key = "window " + std::string(name_of(services.db.dataset())) + " " + std::to_string(genre),
               .depends = {reviews_of(services.db.dataset())},
               .lifetime_s = 600} {}

  Value content() {
    if (const auto kept = services_.texts.find(entry_)) return io::from_json(*kept).value_or(Value());
    Value window = Value::object({{"books", books()}, {"sold", sold()}, {"related", related()}});
    services_.texts.store(entry_, io::to_json(window));
    return window;
  }

 private:
  Value books() {
    Value list = Value::list();
    for (const Book& book : services_.db.query<Book>(books_sql, genre_))
      list.add(Value::object({{"title", book.title},
                              {"author", book.author},
                              {"price", book.price},
                              {"reviews", book.reviews},
                              {"stars", book.stars}}));
    return list;
  }

  Value sold() {
    Value list = Value::list();
    for (const Sold& each : services_.db.query<Sold>(sold_sql, genre_))
      list.add(Value::object({{"title", each.title}, {"copies", each.copies}}));
    return list;
  }

  Value related() {
    Value list = Value::list();
    for (const Related& each : services_.db.query<Related>(related_sql, genre_))
      list.add(Value::object({{"name", each.name}, {"books", each.books}}));
    return list;
  }

  Services& services_;
  std::int64_t genre_;
  CachedText entry_;
};

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("genre");
  const auto visitor = visitor_of(request, services.db);
  const auto genre = services.db.query_one<Genre>(genre_sql, id);
  if (!genre) throw NotFound("there is no genre " + std::to_string(id));
  return services
      .page(Value::object({{"genre", genre->name},
                           {"visitor", visitor ? Value(visitor->name) : Value()},
                           {"window", Window(services, id).content()}}))
      .set("Cache-Control", "private")
      .set("Vary", "Accept, Cookie");
}

}  // namespace

GalleryPage genre_window() {
  return {
      .summary = "the window of a genre: its best rated and best sold books, and related genres",
      .why =
          "Three expensive queries fill the window of a genre, which is then cached. But a new review drops "
          "all windows at once. From then on, every visitor who finds none runs all three, until the first "
          "of them has stored a new one.",
      .knobs = {{.name = "genre", .help = "number of the genre", .initial = 24, .minimum = 1, .maximum = 500},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "cache-stampede"}},
  };
}

}  // namespace caseload::gallery
