#include "core/conditional.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Course {
  std::string name;
  std::int64_t version;
  static constexpr auto columns = std::tuple(&Course::name, &Course::version);
};

struct Text {
  std::int64_t position;
  std::string title, author, extract;
  static constexpr auto columns = std::tuple(&Text::position, &Text::title, &Text::author, &Text::extract);
};

constexpr std::int64_t course_id = 1;
constexpr std::string_view course_sql = "SELECT name, version FROM course WHERE id = ?";
constexpr std::string_view texts_sql =
    "SELECT t.position, d.title, a.name, LEFT(d.body, 1500) FROM course_text t "
    "LEFT JOIN document d ON d.id = t.document_id LEFT JOIN author a ON a.id = d.author_id "
    "WHERE t.course_id = ? ORDER BY t.position LIMIT ?";

Response& revalidated(Response& response) {
  return response.set("Cache-Control", "private, no-cache").set("Vary", "Accept");
}

// Teachers change a course now and then, and every change increments its version.
Response show(const Request& request, Services& services) {
  const Course course = services.db.query_one<Course>(course_sql, course_id).value();
  const std::string version = "course-" + request.knobs.query_string() + "-" + std::to_string(course.version);
  const Validators validators{.etag = etag_of(version, request.format), .last_modified = std::nullopt};
  if (auto known = not_modified(request, validators, services.clock.now())) return revalidated(*known);

  const auto texts = services.db.query<Text>(texts_sql, course_id, request.knobs.n());
  Rows rows({"position", "title", "author", "extract"});
  for (const Text& text : texts) rows.add(text.position, text.title, text.author, text.extract);
  Response response = services.page(
      Value::object({{"name", course.name}, {"version", course.version}, {"texts", std::move(rows)}}));
  revalidated(response);
  return set_validators(response, validators);
}

}  // namespace

GalleryPage course_reader() {
  return {
      .summary = "the reader of a university course: extracts from its texts",
      .why =
          "The page is large and the browser asks for it each time, but one row has its version, and a "
          "browser that has this version gets a 304 before any text is read.",
      .knobs = {items_knob("texts in the reader", 640), dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
