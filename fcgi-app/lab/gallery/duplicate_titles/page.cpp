#include <algorithm>
#include <unordered_map>

#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t lookup_chunk = 100;

constexpr std::string_view same_title_and_author =
    "SELECT b.title, b.author_id, COUNT(*) AS entries, MIN(b.id) AS first_id, MAX(b.id), "
    "       MIN(b.publisher_id) <> MAX(b.publisher_id) "
    "FROM book b "
    "GROUP BY b.title, b.author_id HAVING entries > 1 "
    "ORDER BY entries DESC, first_id LIMIT ?";

struct Duplicate {
  std::string title;
  std::int64_t author_id, entries, first_id, last_id;
  bool is_reissue;  // by another publisher
  static constexpr auto columns =
      std::tuple(&Duplicate::title, &Duplicate::author_id, &Duplicate::entries, &Duplicate::first_id,
                 &Duplicate::last_id, &Duplicate::is_reissue);
};

using Names = std::unordered_map<std::int64_t, std::string>;

// Looks up each author once, a hundred per query.
Names names_of_authors(Database& db, const std::vector<Duplicate>& duplicates) {
  std::vector<std::int64_t> ids;
  for (const Duplicate& duplicate : duplicates) ids.push_back(duplicate.author_id);
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());

  Names names;
  orm::Session session(db);
  for (std::size_t begin = 0; begin < ids.size(); begin += lookup_chunk) {
    const std::size_t end = std::min(begin + lookup_chunk, ids.size());
    const std::vector<std::int64_t> chunk(ids.begin() + static_cast<std::ptrdiff_t>(begin),
                                          ids.begin() + static_cast<std::ptrdiff_t>(end));
    for (const orm::Author& author :
         session.query<orm::Author>().only(&orm::Author::name).where_in(&orm::Author::id, chunk).all())
      names.emplace(author.id(), author.name());
  }
  return names;
}

Response show(const Request& request, Services& services) {
  const auto duplicates = services.db.query<Duplicate>(same_title_and_author, request.knobs.n());
  const Names names = names_of_authors(services.db, duplicates);
  Rows rows({"title", "author", "entries", "first_id", "last_id", "is_reissue"});
  for (const Duplicate& duplicate : duplicates)
    rows.add(duplicate.title, names.at(duplicate.author_id), duplicate.entries, duplicate.first_id,
             duplicate.last_id, duplicate.is_reissue);
  return services.page(Value::object({{"books", std::move(rows)}})).set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage duplicate_titles() {
  return {
      .summary = "books that may be in the catalogue twice: same author, same title",
      .why =
          "Finding duplicates compares all books, so each of them has to be read and grouped. The authors of "
          "the "
          "groups shown are looked up in chunks of a hundred.",
      .knobs = {items_knob("groups on the page"), dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
