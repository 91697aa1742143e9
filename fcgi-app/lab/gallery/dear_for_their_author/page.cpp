#include <algorithm>

#include "lab/gallery_page.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Author {
  std::int64_t id;
  std::string name;
  static constexpr auto columns = std::tuple(&Author::id, &Author::name);
};

struct Book {
  std::int64_t id;
  std::string title, price;
  static constexpr auto columns = std::tuple(&Book::id, &Book::title, &Book::price);
};

struct Outlier {
  std::int64_t id;
  std::string title, author;
  std::int64_t cents, usual_cents;
  // How many times the usual price, in hundredths.
  std::int64_t ratio() const { return cents * 100 / usual_cents; }
};

constexpr std::size_t max_shown = 25;

constexpr std::string_view authors_sql = "SELECT id, name FROM author ORDER BY id LIMIT ?";
constexpr std::string_view books_sql = "SELECT id, title, price FROM book WHERE author_id = ?";

void collect(const Author& author, const std::vector<Book>& books, std::vector<Outlier>& found) {
  std::int64_t sum = 0;
  for (const Book& book : books) sum += cents_of(book.price);
  if (sum == 0) return;
  const std::int64_t mean = std::max<std::int64_t>(sum / std::ssize(books), 1);
  for (const Book& book : books) {
    const std::int64_t cents = cents_of(book.price);
    if (cents < 2 * mean) continue;
    found.push_back(
        {.id = book.id, .title = book.title, .author = author.name, .cents = cents, .usual_cents = mean});
  }
}

Response run(const Request& request, Services& services) {
  std::vector<Outlier> found;
  for (const Author& author : services.db.query<Author>(authors_sql, request.knobs.n()))
    collect(author, services.db.query<Book>(books_sql, author.id), found);
  std::ranges::sort(found, [](const Outlier& one, const Outlier& other) {
    return one.ratio() != other.ratio() ? one.ratio() > other.ratio() : one.id < other.id;
  });
  if (found.size() > max_shown) found.resize(max_shown);
  Rows rows({"title", "author", "price", "usual"});
  for (const Outlier& each : found)
    rows.add(each.title, each.author, price_of(each.cents), price_of(each.usual_cents));
  return services.page(Value::object({{"books", std::move(rows)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage dear_for_their_author() {
  return {
      .summary = "a check of prices: books that cost at least twice as much as their author's usual book",
      .why =
          "The books of each author are fetched by a query of their own, to compute means, filter and rank "
          "in code. One query with a windowed average would return the 25 rows of the page.",
      .knobs = {items_knob("authors to check", 1'250), dataset_knob()},
      .run = run,
      .labels = {{.name = "raw-sql"}},
  };
}

}  // namespace caseload::gallery
