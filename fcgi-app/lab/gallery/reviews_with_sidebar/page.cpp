#include "lab/gallery_page.hpp"
#include "shop/services.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

struct Own {
  std::string title;
  std::int64_t rating;
  std::string body;
  static constexpr auto columns = std::tuple(&Own::title, &Own::rating, &Own::body);
};

struct Entry {
  std::string name;
  std::int64_t count;
  static constexpr auto columns = std::tuple(&Entry::name, &Entry::count);
};

constexpr std::string_view own_sql =
    "SELECT b.title, r.rating, r.body FROM (SELECT id, book_id, rating, body FROM review "
    "WHERE customer_id = ? ORDER BY id DESC LIMIT ?) AS r LEFT JOIN book AS b ON b.id = r.book_id "
    "ORDER BY r.id DESC";
constexpr std::string_view authors_sql =
    "SELECT a.name, t.reviews FROM (SELECT b.author_id, COUNT(*) AS reviews FROM review AS r "
    "STRAIGHT_JOIN book AS b ON b.id = r.book_id WHERE r.created_at >= '2025-12-01' GROUP BY b.author_id "
    "ORDER BY reviews DESC, b.author_id LIMIT 12) AS t LEFT JOIN author AS a ON a.id = t.author_id "
    "ORDER BY t.reviews DESC, t.author_id";
constexpr std::string_view genres_sql =
    "SELECT g.name, t.books FROM (SELECT tag_id, COUNT(*) AS books FROM book_tag GROUP BY tag_id "
    "ORDER BY books DESC, tag_id LIMIT 30) AS t LEFT JOIN tag AS g ON g.id = t.tag_id ORDER BY g.name";

Value list_of(Database& db, std::string_view sql) {
  Value list = Value::list();
  for (const Entry& entry : db.query<Entry>(sql))
    list.add(Value::object({{"name", entry.name}, {"count", entry.count}}));
  return list;
}

// What every page of the account has at its side.
struct Sidebar {
  Value authors, genres;
  explicit Sidebar(Database& db)
      : authors(Value::object({{"list", list_of(db, authors_sql)}})),
        genres(Value::object({{"list", list_of(db, genres_sql)}})) {}

  void offer_to(Fragments& fragments) const {
    fragments.offer("authors", [this] { return authors; });
    fragments.offer("genres", [this] { return genres; });
  }
};

Response show(const Request& request, Services& services) {
  const Sidebar sidebar(services.db);
  const auto visitor = visitor_of(request, services.db);
  std::vector<Own> reviews;
  if (visitor) reviews = services.db.query<Own>(own_sql, visitor->id, request.knobs.n());
  Rows rows({"title", "rating", "body"});
  for (const Own& review : reviews) rows.add(review.title, review.rating, review.body);
  Fragments fragments(services.texts, services.trace, request.knobs);
  sidebar.offer_to(fragments);
  return services.page(Value::object({{"reviews", std::move(rows)}}), fragments)
      .set("Cache-Control", "private")
      .set("Vary", "Accept, Cookie");
}

}  // namespace

GalleryPage reviews_with_sidebar() {
  return {
      .summary = "the reader's own reviews, with authors and genres at the side",
      .why =
          "Authors and genres are cached as rendered blocks, but their data is queried before it is known "
          "whether the cache has them. So each visit still pays for the queries.",
      .knobs = {items_knob("reviews on the page", 640), dataset_knob()},
      .run = show,
      .labels = {{.name = "fragment-cache"}},
  };
}

}  // namespace caseload::gallery
