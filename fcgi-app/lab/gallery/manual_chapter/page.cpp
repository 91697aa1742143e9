#include <chrono>

#include "core/conditional.hpp"
#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view revision_sql =
    "SELECT document_id, TIMESTAMPDIFF(SECOND, '1970-01-01', revised_at) FROM manual_chapter WHERE chapter = "
    "?";
constexpr std::string_view text_sql = "SELECT title, body FROM document WHERE id = ?";
constexpr std::string_view contents_sql =
    "SELECT m.chapter, d.title FROM manual_chapter m JOIN document d ON d.id = m.document_id "
    "WHERE m.chapter BETWEEN ? AND ? ORDER BY m.chapter";

struct Revision {
  std::int64_t document_id, revised_s;
  static constexpr auto columns = std::tuple(&Revision::document_id, &Revision::revised_s);
};
struct Text {
  std::string title, body;
  static constexpr auto columns = std::tuple(&Text::title, &Text::body);
};
struct Neighbour {
  std::int64_t chapter;
  std::string title;
  static constexpr auto columns = std::tuple(&Neighbour::chapter, &Neighbour::title);
};

Response& headers_of(Response& response) {
  return response.set("Cache-Control", "private, no-cache").set("Vary", "Accept");
}

Response run(const Request& request, Services& services) {
  const std::int64_t chapter = request.knobs.integer("chapter");
  const auto revision = services.db.query_one<Revision>(revision_sql, chapter);
  if (!revision) throw NotFound("the manual has no chapter " + std::to_string(chapter));
  // Titles never change, so the chapter's date covers the whole page.
  const Validators validators{
      .etag = {}, .last_modified = std::chrono::sys_seconds(std::chrono::seconds(revision->revised_s))};
  if (auto known = not_modified(request, validators, services.clock.now())) return headers_of(*known);

  const Text text = services.db.query_one<Text>(text_sql, revision->document_id).value();
  const auto neighbours = services.db.query<Neighbour>(contents_sql, chapter - 5, chapter + 5);
  Rows rows({"chapter", "title", "is_this"});
  for (const Neighbour& each : neighbours) rows.add(each.chapter, each.title, each.chapter == chapter);
  Response response = services.page(Value::object(
      {{"chapter", chapter}, {"title", text.title}, {"text", text.body}, {"neighbours", std::move(rows)}}));
  return set_validators(headers_of(response), validators);
}

}  // namespace

GalleryPage manual_chapter() {
  return {
      .summary = "a chapter of the manual, with the titles of the chapters around it",
      .why =
          "The browser asks each time and the page is large, but it has a date, which one row by primary key "
          "shows to be unchanged before the text is read. The long column is fetched because it is the page.",
      .knobs =
          {{.name = "chapter", .help = "number of the chapter", .initial = 60, .minimum = 1, .maximum = 640},
           dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
