#include <algorithm>
#include <iterator>

#include "core/text.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr int position_kept_s = 3'600;
constexpr std::size_t keys_at_once = 100;

constexpr std::string_view queue_sql =
    "SELECT q.episode_id, e.podcast, e.title, e.seconds FROM podcast_queue_entry AS q "
    "JOIN podcast_queue_episode AS e ON e.id = q.episode_id WHERE q.member_id = ? ORDER BY q.place LIMIT ?";
constexpr std::string_view position_sql =
    "SELECT second FROM podcast_queue_position WHERE member_id = ? AND episode_id = ?";

struct Episode {
  std::int64_t id;
  std::string podcast, title;
  std::int64_t seconds;
  static constexpr auto columns =
      std::tuple(&Episode::id, &Episode::podcast, &Episode::title, &Episode::seconds);
};

struct Position {
  std::int64_t second;
  static constexpr auto columns = std::tuple(&Position::second);
};

// Where the member stopped in each episode. Players write the positions into the cache as well.
class Positions {
 public:
  Positions(std::int64_t member, Services& services)
      : member_(member),
        services_(services),
        prefix_("position/" + std::string(name_of(services.db.dataset())) + "/" + std::to_string(member) +
                "/") {}

  std::vector<std::int64_t> of(const std::vector<Episode>& episodes) {
    std::vector<std::int64_t> seconds;
    for (std::size_t from = 0; from < episodes.size(); from += keys_at_once) {
      std::vector<std::string> keys;
      for (std::size_t at = from; at < std::min(from + keys_at_once, episodes.size()); ++at)
        keys.push_back(prefix_ + std::to_string(episodes[at].id));
      const auto kept = services_.cache.get_many(keys);
      for (std::size_t at = 0; at < kept.size(); ++at)
        seconds.push_back(kept[at] ? whole_number(*kept[at]).value_or(0)
                                   : stored_position(episodes[from + at].id, keys[at]));
    }
    return seconds;
  }

 private:
  std::int64_t stored_position(std::int64_t episode, const std::string& key) {
    const auto position = services_.db.query_one<Position>(position_sql, member_, episode);
    if (!position) return 0;
    services_.cache.set(key, std::to_string(position->second), position_kept_s);
    return position->second;
  }

  std::int64_t member_;
  Services& services_;
  std::string prefix_;
};

Response run(const Request& request, Services& services) {
  const std::int64_t member = request.knobs.integer("member");
  const auto episodes = services.db.query<Episode>(queue_sql, member, request.knobs.n());
  const auto seconds = Positions(member, services).of(episodes);
  Response response = data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    std::int64_t left = 0;
    json.begin_object().key("queue").begin_list();
    for (std::size_t at = 0; at < episodes.size(); ++at) {
      const Episode& episode = episodes[at];
      json.begin_object().key("episode").number(episode.id).key("podcast").text(episode.podcast);
      json.key("title").text(episode.title).key("seconds").number(episode.seconds);
      json.key("position").number(seconds[at]).end_object();
      left += episode.seconds - seconds[at];
    }
    json.end_list().key("minutes_left").number(left / 60).end_object();
  });
  return response.set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage listening_queue() {
  return {
      .summary = "what a member of a podcast app has queued, and where each episode was stopped, as JSON",
      .why =
          "The cache is asked for a hundred positions at once. But what it does not have is queried for each "
          "episode, and for an episode that was never begun nothing is stored, so two of three episodes take "
          "a query each, at every request. The positions could be joined to the queue.",
      .knobs = {items_knob("episodes of the queue", 640),
                {.name = "member", .help = "number of the member", .initial = 4, .minimum = 1, .maximum = 6},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "n-plus-one"}},
  };
}

}  // namespace caseload::gallery
