#include "core/errors.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

struct Classroom {
  std::string name, teacher;
  static constexpr auto columns = std::tuple(&Classroom::name, &Classroom::teacher);
};

struct Notice {
  std::string text;
  static constexpr auto columns = std::tuple(&Notice::text);
};

struct Post {
  std::int64_t id;
  std::string pupil, body, posted_at;
  std::optional<std::string> edited_at;
  static constexpr auto columns =
      std::tuple(&Post::id, &Post::pupil, &Post::body, &Post::posted_at, &Post::edited_at);
};

constexpr std::string_view classroom_sql = "SELECT name, teacher FROM wall_classroom WHERE id = ?";
constexpr std::string_view notices_sql =
    "SELECT text FROM wall_notice WHERE classroom_id = ? ORDER BY position";
// A post that was edited comes up again.
constexpr std::string_view posts_sql =
    "SELECT id, pupil, body, posted_at, edited_at FROM wall_post WHERE classroom_id = ? "
    "ORDER BY COALESCE(edited_at, posted_at) DESC, id DESC LIMIT ?";

void write_post(io::JsonWriter& json, const Post& post) {
  json.begin_object().key("id").number(post.id).key("pupil").text(post.pupil).key("body").text(post.body);
  json.key("posted").text(std::string_view(post.posted_at).substr(0, 16)).key("edited");
  if (post.edited_at)
    json.text(std::string_view(*post.edited_at).substr(0, 16));
  else
    json.null();
  json.end_object();
}

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("classroom");
  const auto classroom = services.db.query_one<Classroom>(classroom_sql, id);
  if (!classroom) throw NotFound("there is no classroom " + std::to_string(id));
  const auto notices = services.db.query<Notice>(notices_sql, id);
  const auto posts = services.db.query<Post>(posts_sql, id, request.knobs.n());
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("name").text(classroom->name);
                     json.key("teacher").text(classroom->teacher).key("pinned").begin_list();
                     for (const Notice& each : notices) json.text(each.text);
                     json.end_list().key("posts").begin_list();
                     for (const Post& each : posts) write_post(json, each);
                     json.end_list().end_object();
                   })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage classroom_wall() {
  return {
      .summary = "the wall of a school class, as JSON for the app: what was written or edited last",
      .why =
          "The wall is sorted by an expression of two columns, and the index on the class and the time of "
          "posting can't deliver that order. All posts of the class are read and sorted for the newest few. "
          "A column with the time of the last change, in an index behind the class, would deliver them.",
      .knobs =
          {items_knob("posts in the response", 640),
           {.name = "classroom", .help = "number of the class", .initial = 5, .minimum = 1, .maximum = 8},
           dataset_knob()},
      .run = run,
      .labels = {{.name = "filesort"}},
  };
}

}  // namespace caseload::gallery
