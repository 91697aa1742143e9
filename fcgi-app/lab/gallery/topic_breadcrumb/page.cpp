#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// From the topic up to the root. A topic is at most a dozen levels below it.
constexpr std::string_view path_sql = R"(
  WITH RECURSIVE path AS (
    SELECT id, parent_id, name, 0 AS steps FROM topic WHERE id = ?
    UNION ALL
    SELECT t.id, t.parent_id, t.name, path.steps + 1 FROM path JOIN topic t ON t.id = path.parent_id
  )
  SELECT id, name FROM path ORDER BY steps DESC)";
// The number of articles is counted when an article is filed.
constexpr std::string_view below_sql =
    "SELECT id, name, articles FROM topic WHERE parent_id = ? ORDER BY name, id";

struct Step {
  std::int64_t id;
  std::string name;
  static constexpr auto columns = std::tuple(&Step::id, &Step::name);
};

struct Subtopic {
  std::int64_t id;
  std::string name;
  std::int64_t articles;
  static constexpr auto columns = std::tuple(&Subtopic::id, &Subtopic::name, &Subtopic::articles);
};

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("topic");
  const auto path = services.db.query<Step>(path_sql, id);
  if (path.empty()) throw NotFound("there is no topic " + std::to_string(id));
  const auto below = services.db.query<Subtopic>(below_sql, id);

  Rows steps({"id", "name"});
  for (const Step& step : path)
    if (step.id != id) steps.add(step.id, step.name);
  Rows subtopics({"id", "name", "articles"});
  for (const Subtopic& each : below) subtopics.add(each.id, each.name, each.articles);
  return services
      .page(Value::object(
          {{"name", path.back().name}, {"path", std::move(steps)}, {"subtopics", std::move(subtopics)}}))
      .set("Cache-Control", "private, max-age=30");
}

}  // namespace

GalleryPage topic_breadcrumb() {
  return {
      .summary = "a topic of an encyclopedia: the way to it, and the topics below with their articles",
      .why =
          "The way to the root comes from a recursive query, which looks up one row by its primary key on "
          "each level. The articles are counted when they are written, not here.",
      .knobs =
          {{.name = "topic", .help = "id of the topic", .initial = 1'100, .minimum = 1, .maximum = 5'000},
           dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
