#include <algorithm>
#include <functional>
#include <map>

#include "core/numbers.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view videos_sql = R"(
  SELECT v.title, v.published_on, COUNT(*), CAST(SUM(w.seconds) AS SIGNED)
    FROM (SELECT id, title, published_on FROM studio_video WHERE channel_id = ?
           ORDER BY published_on DESC, id DESC LIMIT ?) AS v
    STRAIGHT_JOIN studio_view AS w ON w.video_id = v.id
   GROUP BY v.id, v.title, v.published_on ORDER BY v.published_on DESC, v.id DESC)";
constexpr std::string_view sources_sql = R"(
  SELECT w.source, w.seconds
    FROM (SELECT id FROM studio_video WHERE channel_id = ?
           ORDER BY published_on DESC, id DESC LIMIT ?) AS v
    STRAIGHT_JOIN studio_view AS w ON w.video_id = v.id)";

struct Video {
  std::string title, day;
  std::int64_t views, seconds;
  static constexpr auto columns = std::tuple(&Video::title, &Video::day, &Video::views, &Video::seconds);
};

struct View {
  std::string source;
  std::int64_t seconds;
  static constexpr auto columns = std::tuple(&View::source, &View::seconds);
};

struct Source {
  std::string name;
  std::int64_t views = 0, seconds = 0;
};

// Where viewers came from: search, start page, other sites and so on, the most frequent one first.
std::vector<Source> ranked_sources(const std::vector<View>& views) {
  std::map<std::string, Source> by_name;
  for (const View& view : views) {
    Source& source = by_name[view.source];
    source.name = view.source;
    ++source.views;
    source.seconds += view.seconds;
  }
  std::vector<Source> sources;
  for (auto& [name, source] : by_name) sources.push_back(std::move(source));
  std::ranges::stable_sort(sources, std::ranges::greater(), &Source::views);
  return sources;
}

void write_watched(io::JsonWriter& json, std::int64_t views, std::int64_t seconds) {
  json.key("views").number(views).key("mean_minutes");
  json.text(
      fixed(static_cast<double>(seconds) / 60 / static_cast<double>(std::max<std::int64_t>(views, 1)), 1));
}

Response run(const Request& request, Services& services) {
  const std::int64_t channel = request.knobs.integer("channel");
  const auto videos = services.db.query<Video>(videos_sql, channel, request.knobs.n());
  const auto sources = ranked_sources(services.db.query<View>(sources_sql, channel, request.knobs.n()));
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("videos").begin_list();
                     for (const Video& each : videos) {
                       json.begin_object().key("title").text(each.title).key("published").text(each.day);
                       write_watched(json, each.views, each.seconds);
                       json.end_object();
                     }
                     json.end_list().key("sources").begin_list();
                     for (const Source& each : sources) {
                       json.begin_object().key("name").text(each.name);
                       write_watched(json, each.views, each.seconds);
                       json.end_object();
                     }
                     json.end_list().end_object();
                   })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage creator_studio() {
  return {
      .summary = "the studio of a video channel, as JSON: views of the newest videos, and their sources",
      .why =
          "The videos come with counts and sums that the database has computed. For the second list, each "
          "view of these videos is fetched, to be counted in code to six sources.",
      .knobs =
          {{.name = "n",
            .help = "videos in the list",
            .initial = 40,
            .minimum = 1,
            .maximum = 160,
            .ladder = {10, 40, 160}},
           {.name = "channel", .help = "number of the channel", .initial = 2, .minimum = 1, .maximum = 2},
           dataset_knob()},
      .run = run,
      .labels = {{.name = "annotation"}},
  };
}

}  // namespace caseload::gallery
