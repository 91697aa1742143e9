#include <algorithm>
#include <unordered_map>

#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr int teaser_s = 600;

struct Story {
  std::int64_t id;
  std::string title;
  static constexpr auto columns = std::tuple(&Story::id, &Story::title);
};
struct Beginning {
  std::int64_t id;
  std::string text;
  static constexpr auto columns = std::tuple(&Beginning::id, &Beginning::text);
};
constexpr std::string_view stories_sql = "SELECT id, title FROM document ORDER BY id DESC LIMIT ?";
constexpr std::string_view beginnings_sql =
    "SELECT id, LEFT(body, 180) FROM document WHERE id BETWEEN ? AND ?";

std::string key_of(const Services& services, std::int64_t story) {
  return "teaser/" + std::string(name_of(services.db.dataset())) + "/" + std::to_string(story);
}

// The teasers by story. What the cache does not have is loaded for the whole page together.
std::unordered_map<std::int64_t, std::string> teasers_of(const std::vector<Story>& stories,
                                                         Services& services) {
  std::unordered_map<std::int64_t, std::string> teasers;
  std::vector<std::int64_t> missing;
  for (const Story& story : stories) {
    if (auto kept = services.cache.get(key_of(services, story.id)))
      teasers.emplace(story.id, *std::move(kept));
    else
      missing.push_back(story.id);
  }
  if (missing.empty()) return teasers;
  const auto [first, last] = std::ranges::minmax(missing);
  for (const Beginning& each : services.db.query<Beginning>(beginnings_sql, first, last)) {
    services.cache.set(key_of(services, each.id), each.text, teaser_s);
    teasers.insert_or_assign(each.id, each.text);
  }
  return teasers;
}

Response show(const Request& request, Services& services) {
  const auto stories = services.db.query<Story>(stories_sql, request.knobs.n());
  const auto teasers = teasers_of(stories, services);
  Rows rows({"title", "teaser"});
  for (const Story& story : stories) {
    const auto teaser = teasers.find(story.id);
    rows.add(story.title, teaser == teasers.end() ? std::string_view() : std::string_view(teaser->second));
  }
  return services.page(Value::object({{"stories", std::move(rows)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage story_teasers() {
  return {
      .summary = "the newest stories with the beginning of each",
      .why =
          "The teasers are in the cache, but they are fetched from it one after the other: a round trip "
          "for each story. One call with all keys would do.",
      .knobs = {items_knob("stories on the page", 640), dataset_knob()},
      .run = show,
      .labels = {{.name = "get-loop"}},
  };
}

}  // namespace caseload::gallery
