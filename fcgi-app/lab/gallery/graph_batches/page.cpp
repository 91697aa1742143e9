#include <algorithm>
#include <map>
#include <set>
#include <span>

#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t batch = 200;

struct Book {
  std::int64_t id, author_id;
  std::string title;
  static constexpr auto columns = std::tuple(&Book::id, &Book::author_id, &Book::title);
};

struct Author {
  std::int64_t id;
  std::string name;
  std::int64_t country_id;
  static constexpr auto columns = std::tuple(&Author::id, &Author::name, &Author::country_id);
};

struct Country {
  std::int64_t id;
  std::string code;
  static constexpr auto columns = std::tuple(&Country::id, &Country::code);
};

struct Tagging {
  std::int64_t book_id;
  std::string tag;
  static constexpr auto columns = std::tuple(&Tagging::book_id, &Tagging::tag);
};

// What a level of the query needs is collected first and then loaded together, each id once.
class Batches {
 public:
  void want(std::int64_t id) { wanted_.insert(id); }

  // Calls `see` with each row. The ids replace the mark {ids} of the query.
  template <class Row, class See>
  void load(Database& db, std::string_view query, See see) const {
    const std::vector<std::int64_t> all(wanted_.begin(), wanted_.end());
    for (std::size_t from = 0; from < all.size(); from += batch) {
      std::vector<Parameter> ids;
      std::string marks;
      for (const std::int64_t id : std::span(all).subspan(from, std::min(batch, all.size() - from))) {
        marks += ids.empty() ? "?" : ", ?";
        ids.push_back(to_parameter(id));
      }
      std::string sql(query);
      sql.replace(sql.find("{ids}"), 5, marks);
      for (Cursor rows = db.run(sql, ids); rows.next();) see(map_row<Row>(rows));
    }
  }

 private:
  std::set<std::int64_t> wanted_;
};

struct Graph {
  std::vector<Book> books;
  std::map<std::int64_t, Author> authors;
  std::map<std::int64_t, std::string> country_codes;
  std::map<std::int64_t, std::vector<std::string>> tags;  // by book
};

Graph graph_of(Database& db, std::int64_t first) {
  Graph graph{.books = db.query<Book>("SELECT id, author_id, title FROM book ORDER BY id LIMIT ?", first)};
  Batches books, authors, countries;
  for (const Book& book : graph.books) {
    books.want(book.id);
    authors.want(book.author_id);
  }
  authors.load<Author>(db, "SELECT id, name, country_id FROM author WHERE id IN ({ids})", [&](Author author) {
    countries.want(author.country_id);
    graph.authors.emplace(author.id, std::move(author));
  });
  countries.load<Country>(db, "SELECT id, code FROM country WHERE id IN ({ids})", [&](Country country) {
    graph.country_codes.emplace(country.id, std::move(country.code));
  });
  books.load<Tagging>(db,
                      "SELECT m.book_id, t.name FROM book_tag m JOIN tag t ON t.id = m.tag_id "
                      "WHERE m.book_id IN ({ids}) ORDER BY m.book_id, t.name",
                      [&](Tagging each) { graph.tags[each.book_id].push_back(std::move(each.tag)); });
  return graph;
}

// The query { books(first: n) { title author { name country { code } } tags } }.
void write_book(io::JsonWriter& json, const Book& book, const Graph& graph) {
  json.begin_object().key("title").text(book.title).key("author");
  const auto author = graph.authors.find(book.author_id);
  if (author == graph.authors.end()) {
    json.null();
  } else {
    const auto code = graph.country_codes.find(author->second.country_id);
    json.begin_object().key("name").text(author->second.name).key("country").begin_object().key("code");
    json.text(code == graph.country_codes.end() ? "" : code->second).end_object().end_object();
  }
  json.key("tags").begin_list();
  if (const auto tags = graph.tags.find(book.id); tags != graph.tags.end())
    for (const std::string& tag : tags->second) json.text(tag);
  json.end_list().end_object();
}

Response run(const Request& request, Services& services) {
  const Graph graph = graph_of(services.db, request.knobs.n());
  Response response = data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("data").begin_object().key("books").begin_list();
    for (const Book& book : graph.books) write_book(json, book, graph);
    json.end_list().end_object().end_object();
  });
  response.set("Cache-Control", "private, no-store");
  return response;
}

}  // namespace

GalleryPage graph_batches() {
  return {
      .summary = "a graph query for books with author, country and tags, as JSON",
      .why =
          "Each field below a book is resolved by a function of its own, but the ids of a level are "
          "collected first: one query for two hundred of them, and an author of several books is loaded "
          "once.",
      .knobs = {items_knob("books to return", 2'560), dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
