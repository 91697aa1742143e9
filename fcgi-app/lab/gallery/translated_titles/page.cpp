#include "lab/gallery_page.hpp"

#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view new_books = R"(
  SELECT b.title, b.year, t.translator, t.original_id
    FROM (SELECT id, title, year FROM book ORDER BY year DESC, id DESC LIMIT ?) b
    LEFT JOIN translation t ON t.book_id = b.id
   ORDER BY b.year DESC, b.id DESC)";
constexpr std::string_view original =
    "SELECT b.title, a.name, b.year FROM book b STRAIGHT_JOIN author a ON a.id = b.author_id WHERE b.id = ?";

struct NewBook {
  std::string title;
  std::int64_t year;
  std::optional<std::string> translator;
  std::optional<std::int64_t> original_id;
  static constexpr auto columns =
      std::tuple(&NewBook::title, &NewBook::year, &NewBook::translator, &NewBook::original_id);
};

struct Original {
  std::string title, author;
  std::int64_t year;
  static constexpr auto columns = std::tuple(&Original::title, &Original::author, &Original::year);
};

// "The Glass Harbour, 1987, by Ada Quintero"
std::string named(const Original& book) {
  return book.title + ", " + std::to_string(book.year) + ", by " + book.author;
}

Response run(const Request& request, Services& services) {
  const auto books = services.db.query<NewBook>(new_books, request.knobs.n());
  Rows rows({"title", "year", "translator", "original"});
  for (const NewBook& book : books) {
    if (!book.original_id) {
      rows.add(book.title, book.year, nullptr, nullptr);
      continue;
    }
    const auto source = services.db.query_one<Original>(original, *book.original_id);
    rows.add(book.title, book.year, book.translator, source ? named(*source) : std::string("unknown"));
  }
  return services.page(Value::object({{"books", std::move(rows)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage translated_titles() {
  return {
      .summary = "new books; a translation names its translator and the original",
      .why =
          "Every third book is a translation, and its original is queried by id when the row is written. A "
          "left join would bring the originals along.",
      .knobs = {items_knob("books on the page", 2'560), dataset_knob()},
      .run = run,
      .labels = {{.name = "n-plus-one"}},
  };
}

}  // namespace caseload::gallery
