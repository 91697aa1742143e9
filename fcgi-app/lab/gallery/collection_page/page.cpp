#include "core/conditional.hpp"
#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Version {
  std::int64_t number;
  static constexpr auto columns = std::tuple(&Version::number);
};
struct Collection {
  std::string name, intro;
  static constexpr auto columns = std::tuple(&Collection::name, &Collection::intro);
};
struct Entry {
  std::int64_t position, book_id;
  std::string title, comment;
  static constexpr auto columns =
      std::tuple(&Entry::position, &Entry::book_id, &Entry::title, &Entry::comment);
};

constexpr std::string_view version_sql = "SELECT version FROM collection WHERE id = ?";
constexpr std::string_view collection_sql = "SELECT name, intro FROM collection WHERE id = ?";
constexpr std::string_view entries_sql =
    "SELECT position, book_id, title, comment FROM collection_book WHERE collection_id = ? "
    "ORDER BY position LIMIT ?";

Response& headers_of(Response& response) {
  return response.set("Cache-Control", "private, no-cache").set("Vary", "Accept");
}

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("collection");
  const auto version = services.db.query_one<Version>(version_sql, id);
  if (!version) throw NotFound("there is no collection " + std::to_string(id));
  const std::string state = std::to_string(version->number) + "." + request.knobs.query_string();
  const Validators validators{.etag = etag_of(state, request.format), .last_modified = {}};
  if (auto known = not_modified(request, validators, services.clock.now())) return headers_of(*known);

  const auto collection = services.db.query_one<Collection>(collection_sql, id).value();
  const auto entries = services.db.query<Entry>(entries_sql, id, request.knobs.n());
  Rows rows({"position", "book", "title", "comment"});
  for (const Entry& each : entries) rows.add(each.position, each.book_id, each.title, each.comment);
  Response response = services.page(
      Value::object({{"name", collection.name}, {"intro", collection.intro}, {"books", std::move(rows)}}));
  return set_validators(headers_of(response), validators);
}

}  // namespace

GalleryPage collection_page() {
  return {
      .summary = "a collection by the editors: books, each with a comment",
      .why =
          "The browser has to ask each time, but the page has an ETag, and the collection's version is "
          "compared before anything else is read. Who has the page gets a 304 after one row.",
      .knobs = {items_knob("books on the page", 640),
                {.name = "collection", .help = "its number", .initial = 4, .minimum = 1, .maximum = 10},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
