#include "lab/gallery_page.hpp"

#include <algorithm>

#include "core/errors.hpp"
#include "core/text.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Title {
  std::int64_t id;
  std::string text;
  static constexpr auto columns = std::tuple(&Title::id, &Title::text);
};

struct Detail {
  std::int64_t id;
  std::string author, price;
  static constexpr auto columns = std::tuple(&Detail::id, &Detail::author, &Detail::price);
};

struct Entry {
  std::string key;
  const Title* title;
};

constexpr std::size_t per_page = 50;
constexpr std::int64_t last_page = 200;

// As librarians sort: without the article, and capitals like small letters.
std::string sort_key(std::string_view title) {
  std::string key = lower_case(title);
  for (const std::string_view article : {"the ", "a ", "an "})
    if (key.starts_with(article)) return key.substr(article.size());
  return key;
}

std::vector<Detail> details_of(const std::vector<Entry>& entries, Database& db) {
  std::vector<Parameter> ids;
  for (const Entry& entry : entries) ids.push_back(to_parameter(entry.title->id));
  ids.resize(per_page, ids.front());
  std::string sql =
      "SELECT b.id, a.name, b.price FROM book b LEFT JOIN author a ON a.id = b.author_id "
      "WHERE b.id IN (?";
  for (std::size_t at = 1; at < per_page; ++at) sql += ", ?";
  std::vector<Detail> details;
  Cursor cursor = db.run(sql + ")", ids);
  while (cursor.next()) details.push_back(map_row<Detail>(cursor));
  std::ranges::sort(details, {}, &Detail::id);
  return details;
}

Response show(const Request& request, Services& services) {
  const auto titles = services.db.query<Title>("SELECT id, title FROM book");
  std::vector<Entry> entries;
  for (const Title& title : titles) entries.push_back({.key = sort_key(title.text), .title = &title});
  std::ranges::sort(entries, [](const Entry& one, const Entry& other) {
    return one.key != other.key ? one.key < other.key : one.title->id < other.title->id;
  });
  const auto page = static_cast<std::size_t>(request.knobs.page());
  const bool has_next = page * per_page < entries.size() && request.knobs.page() < last_page;
  entries.erase(
      entries.begin(),
      entries.begin() + std::min(std::ssize(entries), static_cast<std::ptrdiff_t>((page - 1) * per_page)));
  if (entries.empty()) throw NotFound("the catalogue ends before page " + std::to_string(page));
  if (entries.size() > per_page) entries.resize(per_page);

  const auto details = details_of(entries, services.db);
  Rows rows({"title", "author", "price"});
  for (const Entry& entry : entries) {
    const auto detail = std::ranges::lower_bound(details, entry.title->id, {}, &Detail::id);
    if (detail != details.end()) rows.add(entry.title->text, detail->author, detail->price);
  }
  Knobs next = request.knobs;
  next.set("page", std::to_string(page + 1));
  return services
      .page(Value::object({{"page", page},
                           {"books", std::move(rows)},
                           {"next", has_next ? Value("?" + next.query_string()) : Value()}}))
      .set("Cache-Control", "private");
}

}  // namespace

GalleryPage catalogue_a_to_z() {
  return {
      .summary = "the catalogue from A to Z, articles ignored, 50 titles on a page",
      .why =
          "The order is a librarian's, so the titles of all books are fetched, sorted in code and sliced. A "
          "stored sort key with an index would let the query return the page's titles alone.",
      .knobs = {page_knob(last_page), dataset_knob()},
      .run = show,
      .labels = {{.name = "pagination"}},
  };
}

}  // namespace caseload::gallery
