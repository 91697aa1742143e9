#include "lab/gallery_page.hpp"
#include "shop/services.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

constexpr std::int64_t demo_customer = 998;

constexpr std::string_view newest_sql = R"(
  SELECT b.id, b.title, a.name, b.price
    FROM (SELECT id, title, author_id, price FROM book ORDER BY year DESC, id DESC LIMIT ?) AS b
    LEFT JOIN author AS a ON a.id = b.author_id)";
constexpr std::string_view bought_sql = R"(
  SELECT EXISTS (SELECT 1 FROM order_item AS i
                   JOIN customer_order AS o ON o.id = i.order_id
                  WHERE i.book_id = ? AND o.customer_id = ?))";

struct Book {
  std::int64_t id;
  std::string title, author, price;
  static constexpr auto columns = std::tuple(&Book::id, &Book::title, &Book::author, &Book::price);
};

struct Answer {
  bool is_yes;
  static constexpr auto columns = std::tuple(&Answer::is_yes);
};

enum class Button { buy, buy_again, free };

class Shelf {
 public:
  Shelf(Database& db, std::int64_t customer) : db_(db), customer_(customer) {}

  bool owns(std::int64_t book) const {
    const auto answer = db_.query_one<Answer>(bought_sql, book, customer_);
    return answer && answer->is_yes;
  }

 private:
  Database& db_;
  std::int64_t customer_;
};

Button button_of(const Book& book, const Shelf& shelf) {
  if (book.price == "0.00") return Button::free;
  return shelf.owns(book.id) ? Button::buy_again : Button::buy;
}

Response show(const Request& request, Services& services) {
  const auto visitor = visitor_of(request, services.db);
  const Shelf shelf(services.db, visitor ? visitor->id : demo_customer);
  const auto books = services.db.query<Book>(newest_sql, request.knobs.n());
  Rows rows({"title", "author", "price", "is_free", "is_owned"});
  for (const Book& book : books) {
    const Button button = button_of(book, shelf);
    rows.add(book.title, book.author, book.price, button == Button::free, button == Button::buy_again);
  }
  return services.page(Value::object({{"books", std::move(rows)}}))
      .set("Cache-Control", "private, no-store")
      .set("Vary", "Accept, Cookie");
}

}  // namespace

GalleryPage bought_before() {
  return {
      .summary = "the newest books with a button to buy them, or to buy them again",
      .why =
          "Whether the customer has a book is queried for each book that costs something. One query could "
          "return which of the page's books the customer has.",
      .knobs = {items_knob("books on the page", 640), dataset_knob()},
      .run = show,
      .labels = {{.name = "n-plus-one"}},
  };
}

}  // namespace caseload::gallery
