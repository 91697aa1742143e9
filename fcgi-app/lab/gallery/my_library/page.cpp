#include "io/text/hash.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// The version goes up whenever something is added to the library, removed from it or noted in it.
constexpr std::string_view library_sql =
    "SELECT owner, version, DATE_FORMAT(changed_at, '%Y-%m-%d') FROM reader_library WHERE id = ?";
constexpr std::string_view entries_sql =
    "SELECT e.position, d.title, a.name, d.year, e.note, LEFT(d.body, 1200) "
    "FROM reader_library_entry AS e STRAIGHT_JOIN document AS d ON d.id = e.document_id "
    "STRAIGHT_JOIN author AS a ON a.id = d.author_id "
    "WHERE e.library_id = ? ORDER BY e.position LIMIT ?";

struct Library {
  std::string owner;
  std::int64_t version;
  std::string changed_on;
  static constexpr auto columns = std::tuple(&Library::owner, &Library::version, &Library::changed_on);
};

struct Entry {
  std::int64_t position;
  std::string title, author;
  std::int64_t year;
  std::optional<std::string> note;
  std::string opening;
  static constexpr auto columns = std::tuple(&Entry::position, &Entry::title, &Entry::author, &Entry::year,
                                             &Entry::note, &Entry::opening);
};

// The browser keeps the page, but revalidates it before each use.
Response revalidated(Response response) {
  response.set("Cache-Control", "private, no-cache").set("Vary", "Accept");
  return response.set("ETag", '"' + io::sha256_hex(response.body).substr(0, 40) + '"');
}

Response run(const Request& request, Services& services) {
  constexpr std::int64_t library_id = 1;
  const Library library = services.db.query_one<Library>(library_sql, library_id).value();
  const auto entries = services.db.query<Entry>(entries_sql, library_id, request.knobs.n());
  Rows rows({"position", "title", "author", "year", "note", "opening"});
  rows.reserve(entries.size());
  for (const Entry& each : entries)
    rows.add(each.position, each.title, each.author, each.year, each.note, each.opening);
  return revalidated(services.page(Value::object({{"owner", library.owner},
                                                  {"version", library.version},
                                                  {"changed_on", library.changed_on},
                                                  {"entries", std::move(rows)}})));
}

}  // namespace

GalleryPage my_library() {
  return {
      .summary = "a reader's library of documents, each with its beginning and a note",
      .why =
          "The ETag is a hash of the finished page, so a browser that has it still costs every query and the "
          "rendering before the 304. The library's version would show after one row that nothing changed.",
      .knobs = {items_knob("documents on the page", 640), dataset_knob()},
      .run = run,
      .labels = {{.name = "conditional-request"}},
  };
}

}  // namespace caseload::gallery
