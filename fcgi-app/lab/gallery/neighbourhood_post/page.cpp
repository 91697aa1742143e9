#include "core/errors.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t max_bytes = 1'000;
constexpr std::int64_t posts_kept = 1'000;

constexpr std::string_view touch_sql =
    "UPDATE hood_group SET posts = posts + 1, active_at = CURRENT_TIMESTAMP(6) WHERE id = ?";
constexpr std::string_view group_sql = "SELECT name, posts FROM hood_group WHERE id = ?";
constexpr std::string_view add_sql = "INSERT INTO hood_post (group_id, member_id, text) VALUES (?, ?, ?)";
constexpr std::string_view remove_sql = "DELETE FROM hood_post WHERE id = ?";
constexpr std::string_view member_sql =
    "SELECT name, street FROM hood_member WHERE group_id = ? AND member_id = ?";
constexpr std::string_view reached_sql =
    "SELECT street, COUNT(*) FROM hood_member WHERE group_id = ? GROUP BY street ORDER BY street";
constexpr std::string_view recent_sql =
    "SELECT p.id, m.name, p.text FROM (SELECT id, group_id, member_id, text FROM hood_post WHERE group_id = "
    "? "
    "ORDER BY id DESC LIMIT 12) AS p "
    "LEFT JOIN hood_member AS m ON m.group_id = p.group_id AND m.member_id = p.member_id ORDER BY p.id DESC";

struct Group {
  std::string name;
  std::int64_t posts = 0;
  static constexpr auto columns = std::tuple(&Group::name, &Group::posts);
};

struct Member {
  std::string name, street;
  static constexpr auto columns = std::tuple(&Member::name, &Member::street);
};

struct Street {
  std::string name;
  std::int64_t members;
  static constexpr auto columns = std::tuple(&Street::name, &Street::members);
};

struct Post {
  std::int64_t id;
  std::optional<std::string> author;  // none: has left the group
  std::string text;
  static constexpr auto columns = std::tuple(&Post::id, &Post::author, &Post::text);
};

struct Published {
  Group group;
  std::optional<Member> author;
  std::vector<Street> streets;
  std::vector<Post> recent;
};

// Saving a post touches its group, so that lists of groups can be sorted by their last activity.
Group touched(Database& db, std::int64_t id) {
  db.execute(touch_sql, id);
  const auto group = db.query_one<Group>(group_sql, id);
  if (!group) throw NotFound("there is no group " + std::to_string(id));
  return *group;
}

Published publish(Database& db, std::int64_t group, std::int64_t member, std::string_view text) {
  Published published;
  db.transaction([&] {
    published.group = touched(db, group);
    published.author = db.query_one<Member>(member_sql, group, member);
    if (!published.author) throw HttpError(403, "only members write in this group");
    db.execute(add_sql, group, member, text);
    db.execute(remove_sql, db.last_insert_id() - posts_kept);
    published.streets = db.query<Street>(reached_sql, group);
    published.recent = db.query<Post>(recent_sql, group);
  });
  return published;
}

Response run(const Request& request, Services& services) {
  if (request.body.size() > max_bytes)
    throw BadRequest("a post has at most " + std::to_string(max_bytes) + " bytes");
  const std::string_view text =
      request.body.empty() ? "Who has found a grey cat?" : std::string_view(request.body);
  const Published published =
      publish(services.db, request.knobs.integer("group"), 1 + request.knobs.integer("member") % 150, text);
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("group").text(published.group.name);
                     json.key("posts").number(published.group.posts);
                     json.key("author").text(published.author->name);
                     json.key("street").text(published.author->street).key("reached").begin_object();
                     for (const Street& each : published.streets) json.key(each.name).number(each.members);
                     json.end_object().key("recent").begin_list();
                     for (const Post& each : published.recent) {
                       json.begin_object().key("id").number(each.id).key("author");
                       each.author ? json.text(*each.author) : json.null();
                       json.key("text").text(each.text).end_object();
                     }
                     json.end_list().end_object();
                   })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage neighbourhood_post() {
  return {
      .summary = "a post in a group of neighbours, as JSON: whom it reaches, and the last posts",
      .why =
          "The first thing that the transaction does is to touch the group, whose row has a counter and the "
          "time of the last post. It stays locked while the author, the streets and the last posts are "
          "queried, so posts of a lively group wait for each other. Touched last, or counted elsewhere, it "
          "would hardly matter.",
      .knobs =
          {{.name = "group", .help = "number of the group", .initial = 11, .minimum = 1, .maximum = 40},
           {.name = "member", .help = "number of the member", .initial = 33, .minimum = 1, .maximum = 2'500},
           dataset_knob()},
      .run = run,
      .labels = {{.name = "hot-row"}},
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
