#include <map>

#include "lab/gallery_page.hpp"
#include "shop/scratch_batch.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view copy_catalogue =
    "INSERT INTO scratch_book (batch, position, title, author_id, publisher_id, year, price) "
    "SELECT ?, b.id, b.title, b.author_id, b.publisher_id, b.year, b.price FROM book AS b WHERE b.id <= ?";
constexpr std::string_view authors_of_batch =
    "SELECT DISTINCT author_id FROM scratch_book WHERE batch = ? ORDER BY author_id";
constexpr std::string_view move_books =
    "UPDATE scratch_book SET author_id = ? WHERE batch = ? AND author_id = ?";

struct Author {
  std::int64_t author_id;
  static constexpr auto columns = std::tuple(&Author::author_id);
};

// Duplicates by the library's authority file: which author to use in place of which.
std::map<std::int64_t, std::int64_t> merges_among(const std::vector<Author>& authors) {
  std::map<std::int64_t, std::int64_t> merges;
  for (const Author& author : authors)
    if (author.author_id % 2 == 0) merges.emplace(author.author_id, author.author_id - 1);
  return merges;
}

Response run(const Request& request, Services& services) {
  Response response = with_scratch_batch(services, [&](std::int64_t batch) {
    Database& db = services.db;
    db.transaction([&] {
      db.execute(copy_catalogue, batch, request.knobs.n());
      for (const auto& [duplicate, kept] : merges_among(db.query<Author>(authors_of_batch, batch)))
        db.execute(move_books, kept, batch, duplicate);
    });
  });
  return response.set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage merged_authors() {
  return {
      .summary = "a copy of the catalogue in which authors that were entered twice are merged",
      .why =
          "The books of each duplicate are moved by an UPDATE of their own. One UPDATE with a CASE, or a "
          "join "
          "with a table of the pairs, moves the books of hundreds of them.",
      .knobs = {items_knob("books in the copy", 2'560), dataset_knob()},
      .run = run,
      .labels = {{.name = "bulk-update"}},
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
