#include <map>

#include "core/errors.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view town_sql = "SELECT name FROM chatty_town WHERE id = ?";
constexpr std::string_view posts_sql =
    "SELECT handle, text, DATE_FORMAT(posted_at, '%d.%m. %H:%i') FROM town_post WHERE town_id = ? "
    "ORDER BY posted_at DESC, id DESC LIMIT ?";
constexpr std::size_t trends_shown = 10;

struct Town {
  std::string name;
  static constexpr auto columns = std::tuple(&Town::name);
};

struct Post {
  std::string handle, text, time;
  static constexpr auto columns = std::tuple(&Post::handle, &Post::text, &Post::time);
};

// Possessive: a tag that has been read is not given up again.
const io::BacktrackingPattern hashtag(R"(#\w++)");

using Uses = std::map<std::string, std::int64_t, std::less<>>;

// The text with a <b> around each tag, as HTML.
std::string marked(std::string_view text, Matcher& matcher, Uses& uses) {
  std::string html;
  while (const auto found = matcher.find(hashtag, text)) {
    const std::string_view tag = text.substr(found->at, found->length);
    ++uses[lower_case(tag)];
    append_html_escaped(text.substr(0, found->at), html);
    html.append("<b>").append(tag).append("</b>");
    text.remove_prefix(found->at + found->length);
  }
  append_html_escaped(text, html);
  return html;
}

Rows trends_of(const Uses& uses) {
  std::multimap<std::int64_t, std::string_view, std::greater<>> by_uses;
  for (const auto& [tag, count] : uses) by_uses.emplace(count, tag);
  Rows trends({"tag", "uses"});
  for (const auto& [count, tag] : by_uses) {
    if (trends.size() == trends_shown) break;
    trends.add(tag, count);
  }
  return trends;
}

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("town");
  const auto town = services.db.query_one<Town>(town_sql, id);
  if (!town) throw NotFound("there is no town " + std::to_string(id));
  const auto posts = services.db.query<Post>(posts_sql, id, request.knobs.n());
  Uses uses;
  Rows rows({"handle", "html", "time"});
  for (const Post& each : posts) rows.add(each.handle, marked(each.text, services.matcher, uses), each.time);
  return services
      .page(Value::object({{"town", town->name}, {"trends", trends_of(uses)}, {"posts", std::move(rows)}}))
      .set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage hashtag_wall() {
  return {
      .summary = "the newest posts from a town, with their hashtags marked and the most used ones on top",
      .why =
          "Innocent: a backtracking matcher runs several times on each post, and its steps grow with the "
          "posts on the page. Each search begins where the last one ended, and the pattern never goes back "
          "over a tag, so the steps follow the length of the text.",
      .knobs = {items_knob("posts on the page", 640),
                {.name = "town", .help = "number of the town", .initial = 8, .minimum = 1, .maximum = 30},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
