#include <algorithm>

#include "core/errors.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

// Plays are written down and added up at night, as with newspapers: the numbers shown are those of yesterday.
constexpr std::string_view add_play_sql =
    "INSERT INTO podcast_play (episode_id, customer_id, second) VALUES (?, ?, ?)";
constexpr std::string_view remove_play_sql = "DELETE FROM podcast_play WHERE id = ?";
constexpr std::string_view episode_sql =
    "SELECT episode.title, episode.seconds, episode.plays, show_of.name FROM podcast_episode AS episode "
    "JOIN podcast_show AS show_of ON show_of.id = episode.show_id WHERE episode.id = ?";
constexpr std::string_view chapters_sql =
    "SELECT begins_at, title FROM podcast_chapter WHERE episode_id = ? ORDER BY begins_at";
constexpr std::int64_t plays_kept = 2'000;

struct Episode {
  std::string title;
  std::int64_t seconds, plays;
  std::string show;
  static constexpr auto columns =
      std::tuple(&Episode::title, &Episode::seconds, &Episode::plays, &Episode::show);
};

struct Chapter {
  std::int64_t begins_at;
  std::string title;
  static constexpr auto columns = std::tuple(&Chapter::begins_at, &Chapter::title);
};

void note_play(Database& db, std::int64_t episode, const std::optional<Visitor>& visitor,
               std::int64_t second) {
  db.transaction([&] {
    db.execute(add_play_sql, episode, visitor ? std::optional(visitor->id) : std::nullopt, second);
    db.execute(remove_play_sql, db.last_insert_id() - plays_kept);
  });
}

Response play(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t id = request.knobs.integer("episode"), second = request.knobs.integer("second");
  const auto episode = db.query_one<Episode>(episode_sql, id);
  if (!episode) throw NotFound("there is no episode " + std::to_string(id));
  note_play(db, id, visitor_of(request, db), std::min(second, episode->seconds));
  const auto chapters = db.query<Chapter>(chapters_sql, id);
  Response response = data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("show").text(episode->show).key("title").text(episode->title);
    json.key("seconds").number(episode->seconds).key("plays").number(episode->plays);
    json.key("chapters").begin_list();
    for (const Chapter& each : chapters)
      json.begin_object().key("at").number(each.begins_at).key("title").text(each.title).end_object();
    json.end_list().end_object();
  });
  return response.set("Cache-Control", "private, no-store").set("Vary", "Cookie");
}

}  // namespace

GalleryPage podcast_plays() {
  return {
      .summary = "the player of a podcast begins an episode: its chapters and plays, as JSON",
      .why =
          "Innocent: every play is counted, but by inserting a row. The number that is shown was added up "
          "at night, so listeners of the same episode never lock the same row.",
      .knobs =
          {{.name = "episode", .help = "number of the episode", .initial = 33, .minimum = 1, .maximum = 600},
           {.name = "second", .help = "where the player is", .initial = 0, .minimum = 0, .maximum = 7'200},
           dataset_knob()},
      .run = play,
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
