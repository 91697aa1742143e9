#include <unordered_map>

#include "shop/services.hpp"

namespace caseload::cases {

namespace {

// [shared]
struct Listed {
  std::int64_t id;
  std::int64_t author_id;
  std::string title;
  std::string author;
  static constexpr auto columns =
      std::tuple(&Listed::id, &Listed::author_id, &Listed::title, &Listed::author);
};

struct Title {
  std::int64_t id;
  std::int64_t author_id;
  std::string title;
  static constexpr auto columns = std::tuple(&Title::id, &Title::author_id, &Title::title);
};

constexpr std::string_view listed_with_author =
    "SELECT book.id, book.author_id, book.title, author.name "
    "FROM (SELECT id, author_id, title FROM book ORDER BY id LIMIT ?) AS book "
    "JOIN author ON author.id = book.author_id ORDER BY book.id";
constexpr std::string_view titles_of_listed_authors =
    "SELECT book.id, book.author_id, book.title FROM book JOIN (SELECT DISTINCT author_id FROM (SELECT "
    "author_id FROM book ORDER BY id LIMIT ?) AS listed) AS wanted ON wanted.author_id = book.author_id "
    "ORDER BY book.id";

constexpr std::size_t max_shown = 20;

Value entry(const std::string& title, const std::string& author,
            const std::vector<const std::string*>& others) {
  Value titles = Value::list();
  for (const std::string* other : others) titles.add(*other);
  return Value::object({{"title", title}, {"author", author}, {"others", std::move(titles)}});
}

Response page(Services& services, Value entries) {
  return services.page(Value::object({{"books", std::move(entries)}}));
}
// [/shared]

// [queries]
struct Author {
  std::string name;
  static constexpr auto columns = std::tuple(&Author::name);
};

Response queries(const Request& request, Services& services) {
  Value entries = Value::list();
  for (const Title& book : services.db.query<Title>(
           "SELECT id, author_id, title FROM book ORDER BY id LIMIT ?", request.knobs.n())) {
    // [!] A query for each book of the list, ...
    const auto author = services.db.query_one<Author>("SELECT name FROM author WHERE id = ?", book.author_id);
    std::vector<const std::string*> others;
    // [!] ... and a second one.
    const auto titles = services.db.query<Title>(
        "SELECT id, author_id, title FROM book WHERE author_id = ? AND id <> ? ORDER BY id LIMIT 20",
        book.author_id, book.id);
    for (const Title& other : titles) others.push_back(&other.title);
    entries.add(entry(book.title, author.value().name, others));
  }
  return page(services, std::move(entries));
}
// [/queries]

// [in-memory]
Response in_memory(const Request& request, Services& services) {
  const auto books = services.db.query<Listed>(listed_with_author, request.knobs.n());
  const auto titles = services.db.query<Title>(titles_of_listed_authors, request.knobs.n());
  Value entries = Value::list();
  for (const Listed& book : books) {
    std::vector<const std::string*> others;
    // [!] For each book, all titles are looked at: the work grows with the square of the list.
    for (const Title& other : titles) {
      if (other.author_id == book.author_id && other.id != book.id && others.size() < max_shown)
        others.push_back(&other.title);
    }
    entries.add(entry(book.title, book.author, others));
  }
  return page(services, std::move(entries));
}
// [/in-memory]

// [fast]
Response fast(const Request& request, Services& services) {
  const auto books = services.db.query<Listed>(listed_with_author, request.knobs.n());
  const auto titles = services.db.query<Title>(titles_of_listed_authors, request.knobs.n());
  std::unordered_map<std::int64_t, std::vector<const Title*>> titles_by_author;
  for (const Title& title : titles) titles_by_author[title.author_id].push_back(&title);
  Value entries = Value::list();
  for (const Listed& book : books) {
    std::vector<const std::string*> others;
    // [!] The author's titles are found in a hash table, without looking at the others.
    for (const Title* other : titles_by_author[book.author_id]) {
      if (others.size() == max_shown) break;
      if (other->id != book.id) others.push_back(&other->title);
    }
    entries.add(entry(book.title, book.author, others));
  }
  return page(services, std::move(entries));
}
// [/fast]

}  // namespace

Case nested_loops() {
  const Formula n_books = items("n", "books");
  KnobSpec n = items_knob("books on the page");
  n.ladder = {10, 40, 160, 640, 2'560, 10'240};
  return {
      .page = "a list of books, each with the other titles of its author",
      .knobs = {n, dataset_knob()},
      .variants =
          {
              {.name = "queries",
               .pace = Pace::slow,
               .summary = "for each book, a query for its author and one for all books of that author",
               .run = queries,
               .labels = {{.name = "nested-loops"}},
               .headline = Headline{.key = Key::sql}},
              {.name = "in-memory",
               .pace = Pace::slow,
               .summary = "books and titles are loaded once; for each book, code goes through all titles to "
                          "find those of its author",
               .run = in_memory,
               .labels = {{.name = "nested-loops"}},
               .headline = Headline{.key = Key::cpu_app, .knobs = {{"n", "2560"}}}},
              {.name = "fast",
               .pace = Pace::fast,
               .summary = "books and titles are loaded once; a hash table has the titles of each author",
               .run = fast},
          },
      .claims =
          {
              {"queries", Key::sql, 1 + 2 * n_books},
              {"in-memory", Key::sql, 2},
              {"fast", Key::sql, 2},
          },
      .demo = {{.title = "a short list"}, {.title = "a long list", .knobs = {{"n", "2560"}}}},
      .aliases = {{.path = "/api/examples/expensive/", .variant = "queries"}},
  };
}

}  // namespace caseload::cases
