#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Author {
  std::string name, country;
  std::int64_t books, reviews;
  std::optional<std::int64_t> first, last;
  static constexpr auto columns = std::tuple(&Author::name, &Author::country, &Author::books,
                                             &Author::reviews, &Author::first, &Author::last);
};

constexpr std::string_view authors_sql = R"(
  WITH page AS (SELECT id, name, country_id FROM author ORDER BY id LIMIT ?)
  SELECT page.name, l.name,
         COUNT(DISTINCT b.id), COUNT(r.id), MIN(b.year), MAX(b.year)
    FROM page
    LEFT JOIN country l ON l.id = page.country_id
    LEFT JOIN book b ON b.author_id = page.id
    LEFT JOIN review r ON r.book_id = b.id
   GROUP BY page.id, page.name, l.name
   ORDER BY page.id)";

std::string active_in(const Author& author) {
  if (!author.first) return "";
  if (author.first == author.last) return std::to_string(*author.first);
  return std::to_string(*author.first) + " to " + std::to_string(*author.last);
}

Response show(const Request& request, Services& services) {
  const auto authors = services.db.query<Author>(authors_sql, request.knobs.n());
  Rows rows({"name", "country", "books", "reviews", "active"});
  for (const Author& author : authors)
    rows.add(author.name, author.country, author.books, author.reviews, active_in(author));
  return services.page(Value::object({{"authors", std::move(rows)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage authors_and_counts() {
  return {
      .summary = "authors with the number of their books and reviews, and when they wrote",
      .why =
          "The query reads all books and reviews of its authors through indexes, which are many rows, but it "
          "counts them in the database and sends one row for each author.",
      .knobs = {items_knob("authors on the page", 1'250), dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
