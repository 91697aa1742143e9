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

constexpr std::size_t most_shown = 20;

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
    const auto author = services.db.query_one<Author>("SELECT name FROM author WHERE id = ?", book.author_id);
    std::vector<const std::string*> others;
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
    for (const Title& other : titles) {
      if (other.author_id == book.author_id && other.id != book.id && others.size() < most_shown)
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
    for (const Title* other : titles_by_author[book.author_id]) {
      if (others.size() == most_shown) break;
      if (other->id != book.id) others.push_back(&other->title);
    }
    entries.add(entry(book.title, book.author, others));
  }
  return page(services, std::move(entries));
}
// [/fast]

}  // namespace

Case nested_loops() {
  KnobSpec n = items_knob("books on the page");
  n.ladder = {10, 40, 160, 640, 2'560, 10'240};
  return {
      .title = "Nested loops",
      .category = Category::database,
      .page = "n books, each with the other titles of its author",
      .lesson =
          {
              .symptom = "The page is fine with the ten rows of the test data and hangs in production. Twice "
                         "the rows take twice as long when the loop asks the database, and four times as "
                         "long when it searches a list.",
              .why = "For each row of one list, another is gone through in full: either as statements inside "
                     "the loop (the book's author, then that author's books), or in code, where a list is "
                     "searched from its first to its last entry for every row. The work is n times m, and "
                     "both grow together.",
              .recognise =
                  "Statements inside the loop show as two digests whose counts both follow n, the second "
                  "with many rows each. The search in code hides better: the number of statements stays at 2 "
                  "however long the list is, and only the CPU time of the app's own code climbs, with the "
                  "square of n, as far as the table has that many books.",
              .fix = "Load both lists once. Put the one that is searched into a hash by the key it is "
                     "searched for, then look up: n plus m steps in place of n times m.",
              .caution = "The hash costs memory for the whole second list. For a handful of rows the plain "
                         "loop is as quick and easier to read. Where only the matches are needed and there "
                         "are few, a join in the database moves less data.",
              .twins =
                  {
                      {.system = "Django",
                       .slow = "for book in books:\n    others = [o for o in all_books if o.author_id == "
                               "book.author_id and o.id != book.id][:20]",
                       .fast = "by_author = defaultdict(list)\nfor o in all_books:\n    "
                               "by_author[o.author_id].append(o)\n"
                               "for book in books:\n    others = [o for o in by_author[book.author_id] if "
                               "o.id != book.id][:20]"},
                      {.system = "Rails",
                       .slow = "books.each { |b| others = all.select { |o| o.author_id == b.author_id && "
                               "o.id != b.id }.first(20) }",
                       .fast = "by_author = all.group_by(&:author_id)\n"
                               "books.each { |b| others = by_author.fetch(b.author_id, []).reject { |o| o.id "
                               "== b.id }.first(20) }"},
                      {.system = "Hibernate",
                       .slow = "for (Book b : books)\n  others = all.stream().filter(o -> o.getAuthorId() == "
                               "b.getAuthorId() && o.getId() != b.getId())\n"
                               "      .limit(20).toList();",
                       .fast = "var byAuthor = all.stream().collect(groupingBy(Book::getAuthorId));\nfor "
                               "(Book b : books)\n"
                               "  others = byAuthor.get(b.getAuthorId()).stream().filter(o -> o.getId() != "
                               "b.getId()).limit(20).toList();"},
                      {.system = "SQL",
                       .slow = "SELECT name FROM author WHERE id = ?;                       -- n times\n"
                               "SELECT id, title FROM book WHERE author_id = ? AND id <> ?;  -- n times",
                       .fast = "SELECT id, author_id, title FROM book WHERE author_id IN (...) ORDER BY id;  "
                               "-- once"},
                  },
          },
      .knobs = {n, dataset_knob()},
      .variants =
          {
              {.name = "queries",
               .pace = Pace::slow,
               .summary = "the author, then the author's books, asked for inside the loop",
               .run = queries},
              {.name = "in-memory",
               .pace = Pace::slow,
               .summary = "both lists loaded once, matched by nested loops in code",
               .run = in_memory},
              {.name = "fast",
               .pace = Pace::fast,
               .summary = "both lists loaded once, matched by a hash of author to titles",
               .run = fast},
          },
      .claims =
          {
              {.variant = "queries",
               .key = "sql",
               .formula = "1 + 2n",
               .value = [](const ClaimContext& in) { return 1 + 2 * in.length("books"); }},
              {.variant = "in-memory",
               .key = "sql",
               .formula = "2",
               .value = [](const ClaimContext&) { return std::int64_t{2}; }},
              {.variant = "fast",
               .key = "sql",
               .formula = "2",
               .value = [](const ClaimContext&) { return std::int64_t{2}; }},
          },
      .aliases = {{.path = "/api/examples/expensive/", .variant = "queries"}},
  };
}

}  // namespace caseload::cases
