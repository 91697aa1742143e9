#include "lab/gallery_page.hpp"

#include <algorithm>
#include <charconv>
#include <unordered_map>

#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct ViewedBook {
  std::int64_t id;
  std::string title, price;
  std::int64_t author_id;
  static constexpr auto columns =
      std::tuple(&ViewedBook::id, &ViewedBook::title, &ViewedBook::price, &ViewedBook::author_id);
};
struct Name {
  std::string text;
  static constexpr auto columns = std::tuple(&Name::text);
};

constexpr std::size_t max_in_cookie = 64;

// The cookie holds the ids, newest first: "812.44.1093".
std::vector<Parameter> ids_in(std::string_view cookie) {
  std::vector<Parameter> ids;
  while (!cookie.empty() && ids.size() < max_in_cookie) {
    const std::string_view part = cookie.substr(0, cookie.find('.'));
    std::int64_t id = 0;
    if (std::from_chars(part.data(), part.data() + part.size(), id).ec == std::errc())
      ids.push_back(to_parameter(id));
    cookie.remove_prefix(std::min(part.size() + 1, cookie.size()));
  }
  return ids;
}

std::vector<ViewedBook> viewed_books(const Request& request, Database& db) {
  const auto ids = ids_in(request.cookie("viewed").value_or(""));
  if (ids.empty()) {
    return db.query<ViewedBook>(
        "SELECT id, title, price, author_id FROM book ORDER BY year DESC, id DESC LIMIT ?",
        request.knobs.n());
  }
  std::string sql = "SELECT id, title, price, author_id FROM book WHERE id IN (?";
  for (std::size_t i = 1; i < ids.size(); ++i) sql += ",?";
  std::vector<ViewedBook> books;
  Cursor cursor = db.run(sql + ")", ids);
  while (cursor.next()) books.push_back(map_row<ViewedBook>(cursor));
  return books;
}

// Several books often have the same author, so a name is kept for the rest of the request.
class AuthorNames {
 public:
  explicit AuthorNames(Database& db) : db_(db) {}
  const std::string& of(std::int64_t author_id) {
    if (const auto known = names_.find(author_id); known != names_.end()) return known->second;
    const auto name = db_.query_one<Name>("SELECT name FROM author WHERE id = ?", author_id);
    return names_.emplace(author_id, name ? name->text : "unknown").first->second;
  }

 private:
  Database& db_;
  std::unordered_map<std::int64_t, std::string> names_;
};

Response run(const Request& request, Services& services) {
  const auto books = viewed_books(request, services.db);
  AuthorNames authors(services.db);
  Rows rows({"id", "title", "author", "price"});
  for (const ViewedBook& book : books) rows.add(book.id, book.title, authors.of(book.author_id), book.price);
  return services.page(Value::object({{"books", std::move(rows)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage recently_viewed() {
  return {
      .summary = "the books that a visitor looked at last, or the newest ones",
      .why =
          "Each author is queried by id when a book first needs the name. The map saves repetitions, but "
          "the queries still grow with the list; a join would need none.",
      .knobs = {items_knob("books on the page"), dataset_knob()},
      .run = run,
      .labels = {{.name = "n-plus-one"}},
  };
}

}  // namespace caseload::gallery
