#include "core/text.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

struct Change {
  std::int64_t id, book_id, rating;
  std::string created_at;
  std::optional<std::string> subjects;
  static constexpr auto columns =
      std::tuple(&Change::id, &Change::book_id, &Change::rating, &Change::created_at, &Change::subjects);
};

// The partner says which change it has seen last. One more than a page shows whether there are others.
constexpr std::int64_t per_page = 100;
constexpr std::string_view changes_sql = R"(
  SELECT seen.id, seen.book_id, seen.rating, seen.created_at,
         GROUP_CONCAT(subject.name ORDER BY subject.id SEPARATOR '|')
    FROM (SELECT id, book_id, rating, created_at FROM review WHERE id > ? ORDER BY id LIMIT ?) AS seen
    LEFT JOIN book_tag ON book_tag.book_id = seen.book_id
    LEFT JOIN tag AS subject ON subject.id = book_tag.tag_id
   GROUP BY seen.id, seen.book_id, seen.rating, seen.created_at
   ORDER BY seen.id)";

void write(io::JsonWriter& json, const Change& change) {
  json.begin_object().key("number").number(change.id).key("book").number(change.book_id);
  json.key("stars").number(change.rating).key("at").text(change.created_at).key("subjects").begin_list();
  for (const std::string& subject : split(change.subjects.value_or(""), "|")) json.text(subject);
  json.end_list().end_object();
}

Response run(const Request& request, Services& services) {
  auto changes = services.db.query<Change>(changes_sql, request.knobs.integer("after"), per_page + 1);
  const bool has_more = std::ssize(changes) > per_page;
  if (has_more) changes.pop_back();
  Response response = data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("changes").begin_list();
    for (const Change& change : changes) write(json, change);
    json.end_list().key("has_more").boolean(has_more).key("continue_after");
    changes.empty() ? json.null() : json.number(changes.back().id);
    json.end_object();
  });
  return response.set("Cache-Control", "private");
}

}  // namespace

GalleryPage rating_changes() {
  return {
      .summary = "new ratings with the subjects of the books, for a partner who fetches them in order",
      .why =
          "Innocent: the list is read in pages, but each begins behind the last id that the partner has "
          "seen. "
          "The subjects come with a join and are put together by the database.",
      .knobs = {{.name = "after",
                 .help = "the last change that was seen",
                 .initial = 21'000,
                 .minimum = 0,
                 .maximum = 480'000,
                 .ladder = {0, 1'000, 10'000, 25'000}},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
