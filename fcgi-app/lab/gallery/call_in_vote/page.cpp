#include <atomic>

#include "core/errors.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::uint64_t slots = 32;

constexpr std::string_view show_sql = "SELECT title, closes FROM vote_show WHERE id = ?";
constexpr std::string_view acts_sql =
    "SELECT number, name, song FROM vote_act WHERE show_id = ? ORDER BY number";
constexpr std::string_view count_sql =
    "UPDATE vote_slot SET votes = votes + 1 WHERE show_id = ? AND number = ? AND slot = ?";

struct Show {
  std::string title, closes;
  static constexpr auto columns = std::tuple(&Show::title, &Show::closes);
};

struct Act {
  std::int64_t number;
  std::string name, song;
  static constexpr auto columns = std::tuple(&Act::number, &Act::name, &Act::song);
};

// Viewers who vote for the same act at the same time count in different rows.
std::int64_t next_slot() {
  static std::atomic<std::uint64_t> votes = 0;
  return static_cast<std::int64_t>(votes++ % slots);
}

Response vote(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t id = request.knobs.integer("show"), number = request.knobs.integer("act");
  const auto show = db.query_one<Show>(show_sql, id);
  if (!show) throw NotFound("there is no show " + std::to_string(id));
  const auto acts = db.query<Act>(acts_sql, id);
  if (db.execute(count_sql, id, number, next_slot()) == 0)
    throw NotFound("there is no act " + std::to_string(number));
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("show").text(show->title).key("closes").text(show->closes);
                     json.key("acts").begin_list();
                     for (const Act& each : acts) {
                       json.begin_object().key("number").number(each.number).key("name").text(each.name);
                       json.key("song").text(each.song).key("yours").boolean(each.number == number);
                       json.end_object();
                     }
                     json.end_list().end_object();
                   })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage call_in_vote() {
  return {
      .summary = "a viewer of a song contest votes in the app, which gets the list of acts back, as JSON",
      .why =
          "Innocent: a country votes for the favourite within minutes, and each vote is an UPDATE that adds "
          "one. But the votes of an act are spread over 32 rows that are added up when the lines have "
          "closed, the UPDATE comes last, and it is committed at once.",
      .knobs = {{.name = "show", .help = "number of the show", .initial = 8, .minimum = 1, .maximum = 12},
                {.name = "act", .help = "number of the act", .initial = 9, .minimum = 1, .maximum = 14},
                dataset_knob()},
      .run = vote,
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
