#include "lab/gallery_page.hpp"

#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view books_sql =
    "SELECT id, title, price, rating FROM book ORDER BY year DESC, id DESC LIMIT ?";
constexpr std::string_view flag_sql = "SELECT share FROM feature_flag WHERE name = ?";

struct Book {
  std::int64_t id;
  std::string title, price;
  std::optional<std::string> rating;
  static constexpr auto columns = std::tuple(&Book::id, &Book::title, &Book::price, &Book::rating);
};

struct Flag {
  std::int64_t share;
  static constexpr auto columns = std::tuple(&Flag::share);
};

bool is_on(Database& db, std::string_view name) {
  const auto flag = db.query_one<Flag>(flag_sql, name);
  return flag && flag->share == 100;
}

// The stars are hidden while the new scale is being tried.
std::string stars_of(const Book& book, Database& db) {
  if (!book.rating || is_on(db, "review-photos")) return "";
  return std::string(static_cast<std::size_t>(cents_of(*book.rating) / 100), '*');
}

std::string badge_of(const Book& book, Database& db) {
  if (cents_of(book.price) < 1'000 && is_on(db, "gift-wrapping")) return "small gift";
  return "";
}

Response show(const Request& request, Services& services) {
  Database& db = services.db;
  const auto books = db.query<Book>(books_sql, request.knobs.n());
  Rows rows({"id", "title", "price", "stars", "badge", "can_be_listed"});
  for (const Book& book : books)
    rows.add(book.id, book.title, book.price, stars_of(book, db), badge_of(book, db),
             is_on(db, "reading-list"));
  return services.page(Value::object({{"books", std::move(rows)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage books_on_trial() {
  return {
      .summary = "the newest books; what each row shows depends on features that are being tried",
      .why =
          "The state of a feature is queried in each row, up to three times, always with the same few "
          "names. The flags could be read once for the request.",
      .knobs = {items_knob("books on the page", 2'560), dataset_knob()},
      .run = show,
      .labels = {{.name = "repeated-query"}},
  };
}

}  // namespace caseload::gallery
