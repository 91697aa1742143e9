#include "core/errors.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::int64_t posts_on_a_page = 25;
constexpr std::size_t opening_bytes = 60;

// Posts of a thread are numbered without gaps: a deleted one keeps its number and loses its text.
constexpr std::string_view thread_sql = "SELECT title, posts FROM talk_thread WHERE id = ?";
constexpr std::string_view posts_sql =
    "SELECT p.number, m.nick, p.posted_at, p.text FROM talk_post AS p "
    "JOIN talk_member AS m ON m.id = p.member_id "
    "WHERE p.thread_id = ? AND p.number BETWEEN ? AND ? ORDER BY p.number";
constexpr std::string_view opening_sql =
    "SELECT LEFT(text, 80) FROM talk_post WHERE thread_id = ? AND number = ?";

struct Thread {
  std::string title;
  std::int64_t posts;
  static constexpr auto columns = std::tuple(&Thread::title, &Thread::posts);
};

struct Post {
  std::int64_t number;
  std::string nick, posted_at, text;
  static constexpr auto columns = std::tuple(&Post::number, &Post::nick, &Post::posted_at, &Post::text);
};

struct Opening {
  std::string text;
  static constexpr auto columns = std::tuple(&Opening::text);
};

std::int64_t first_post_of(std::int64_t page) {
  return 1 + (page - 1) * posts_on_a_page;
}

// "Previously in this thread": how each page before this one begins.
Rows recap(Database& db, std::int64_t thread, std::int64_t page) {
  Rows rows({"page", "opening"});
  for (std::int64_t earlier = 1; earlier < page; ++earlier) {
    const auto opening = db.query_one<Opening>(opening_sql, thread, first_post_of(earlier));
    if (opening) rows.add(earlier, std::string(utf8_prefix(opening->text, opening_bytes)));
  }
  return rows;
}

Response show(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t id = request.knobs.integer("thread"), page = request.knobs.page();
  const auto thread = db.query_one<Thread>(thread_sql, id);
  if (!thread) throw NotFound("there is no thread " + std::to_string(id));
  const std::int64_t pages = (thread->posts + posts_on_a_page - 1) / posts_on_a_page;
  if (page > pages) throw NotFound("the thread has " + std::to_string(pages) + " pages");

  Rows earlier = recap(db, id, page);
  const auto posts = db.query<Post>(posts_sql, id, first_post_of(page), first_post_of(page + 1) - 1);
  Rows rows({"number", "nick", "posted_at", "text"});
  for (const Post& each : posts) rows.add(each.number, each.nick, each.posted_at, each.text);
  return services
      .page(Value::object({{"title", thread->title},
                           {"page", page},
                           {"pages", pages},
                           {"is_first", page == 1},
                           {"earlier", std::move(earlier)},
                           {"posts", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage forum_thread_page() {
  return {
      .summary = "a page of a forum's thread: its posts, and how the pages before it begin",
      .why =
          "The posts come with their authors by a range of numbers, on the last page as fast as on the "
          "first. But from the second page on there is a recap, and it queries the first post of each "
          "earlier page separately. One query for those numbers would do.",
      .knobs = {page_knob(40),
                {.name = "thread", .help = "number of the thread", .initial = 3, .minimum = 1, .maximum = 20},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "n-plus-one"}},
      .known_miss = "its later pages, where the mistake is, are linked from none of its pages",
  };
}

}  // namespace caseload::gallery
