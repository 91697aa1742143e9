#include "lab/gallery_page.hpp"

#include <algorithm>
#include <map>

#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view posts_sql =
    "SELECT number, parent, writer, body, posted_at FROM forum_post WHERE topic_id = ? ORDER BY number LIMIT "
    "?";

struct Post {
  std::int64_t number;
  std::optional<std::int64_t> parent;
  std::string writer, body, posted_at;
  static constexpr auto columns =
      std::tuple(&Post::number, &Post::parent, &Post::writer, &Post::body, &Post::posted_at);
};

// The answers to each post; those under 0 opened a branch.
using Answers = std::map<std::int64_t, std::vector<const Post*>>;

Answers answers_in(const std::vector<Post>& posts) {
  Answers answers;
  for (const Post& post : posts) answers[post.parent.value_or(0)].push_back(&post);
  return answers;
}

// Deeper answers are no longer indented.
constexpr std::int64_t deepest = 6;

void add_branch(Rows& rows, const Answers& answers, std::int64_t parent, std::int64_t depth) {
  const auto found = answers.find(parent);
  if (found == answers.end()) return;
  for (const Post* post : found->second) {
    rows.add(post->number, std::min(depth, deepest), post->writer, post->body,
             std::string_view(post->posted_at).substr(0, 10));
    add_branch(rows, answers, post->number, depth + 1);
  }
}

Response run(const Request& request, Services& services) {
  constexpr std::int64_t topic_id = 2;
  const auto posts = services.db.query<Post>(posts_sql, topic_id, request.knobs.n());
  Rows rows({"number", "depth", "writer", "body", "day"});
  add_branch(rows, answers_in(posts), 0, 0);
  return services.page(Value::object({{"posts", std::move(rows)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage discussion() {
  return {
      .summary = "a topic of the forum, with the answers below the posts that they answer",
      .why =
          "It is a tree of any depth, and a function calls itself for each post. But all posts come from "
          "one query, and a map leads from a post to its answers.",
      .knobs = {items_knob("posts on the page", 2'560), dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
