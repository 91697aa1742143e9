#include "lab/gallery_page.hpp"
#include "shop/services.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

constexpr std::int64_t demo_reader = 17;

// What the reader bought last, shuffled, so that the evening's book is not always the newest.
constexpr std::string_view shuffled_sql = R"(
  SELECT b.id, b.title, a.name
    FROM (SELECT id FROM customer_order WHERE customer_id = ? ORDER BY id DESC LIMIT 12) AS o
    JOIN order_item AS i ON i.order_id = o.id
    JOIN book AS b ON b.id = i.book_id
    JOIN author AS a ON a.id = b.author_id
   GROUP BY b.id, b.title, a.name
   ORDER BY RAND()
   LIMIT 3)";

struct Book {
  std::int64_t id;
  std::string title, author;
  static constexpr auto columns = std::tuple(&Book::id, &Book::title, &Book::author);
};

Response show(const Request& request, Services& services) {
  const auto visitor = visitor_of(request, services.db);
  const auto books = services.db.query<Book>(shuffled_sql, visitor ? visitor->id : demo_reader);
  Rows rows({"id", "title", "author"});
  for (const Book& book : books) rows.add(book.id, book.title, book.author);
  return services
      .page(Value::object({{"reader", visitor ? Value(visitor->name) : Value()}, {"books", std::move(rows)}}))
      .set("Cache-Control", "no-store")
      .set("Vary", "Accept, Cookie");
}

}  // namespace

GalleryPage unread_tonight() {
  return {
      .summary = "three books for tonight, from those that the reader bought last",
      .why =
          "Innocent: ORDER BY RAND() sorts the few dozen books of one reader's last twelve orders, which "
          "come from an index. Drawing ids in code would save nothing.",
      .knobs = {dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
