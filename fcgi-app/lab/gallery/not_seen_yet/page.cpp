#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::int64_t first_year = 2023;
constexpr std::int64_t offered = 24;

struct Seen {
  std::int64_t book_id;
  static constexpr auto columns = std::tuple(&Seen::book_id);
};

struct Book {
  std::int64_t id;
  std::string title;
  std::int64_t year;
  std::optional<std::string> rating;
  static constexpr auto columns = std::tuple(&Book::id, &Book::title, &Book::year, &Book::rating);
};

std::vector<Seen> last_seen(Database& db, std::int64_t customer_id, std::int64_t max) {
  return db.query<Seen>(
      "SELECT book_id FROM view_history WHERE customer_id = ? ORDER BY seen_at DESC, book_id DESC LIMIT ?",
      customer_id, max);
}

// The newest books, without those in the history.
std::vector<Book> suggestions(Database& db, const std::vector<Seen>& seen) {
  std::string sql = "SELECT id, title, year, rating FROM book WHERE year >= ?";
  std::vector<Parameter> values{to_parameter(first_year)};
  for (const Seen& each : seen) {
    sql += values.size() == 1 ? " AND id NOT IN (?" : ", ?";
    values.push_back(to_parameter(each.book_id));
  }
  if (!seen.empty()) sql += ")";
  sql += " ORDER BY year DESC, id DESC LIMIT ?";
  values.push_back(to_parameter(offered));
  Cursor cursor = db.run(sql, values);
  std::vector<Book> books;
  while (cursor.next()) books.push_back(map_row<Book>(cursor));
  return books;
}

Response run(const Request& request, Services& services) {
  constexpr std::int64_t customer_id = 998;
  const auto seen = last_seen(services.db, customer_id, request.knobs.n());
  const auto books = suggestions(services.db, seen);
  Response response = data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("seen").number(std::ssize(seen)).key("suggestions").begin_list();
    for (const Book& book : books) {
      json.begin_object().key("id").number(book.id).key("title").text(book.title);
      json.key("year").number(book.year).key("rating");
      book.rating ? json.text(*book.rating) : json.null();
      json.end_object();
    }
    json.end_list().end_object();
  });
  return response.set("Cache-Control", "private");
}

}  // namespace

GalleryPage not_seen_yet() {
  return {
      .summary = "new books that a customer has not looked at yet, as JSON",
      .why =
          "The history is read only to be sent back as one list of parameters that grows with it. A join "
          "with the history, or NOT EXISTS, has none of them.",
      .knobs = {items_knob("entries of the history to leave out", 2'560), dataset_knob()},
      .run = run,
      .labels = {{.name = "unbounded-in"}},
  };
}

}  // namespace caseload::gallery
