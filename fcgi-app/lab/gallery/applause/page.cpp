#include <atomic>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::int64_t rows_of_a_talk = 64;

constexpr std::string_view clap_sql =
    "UPDATE talk_applause SET claps = claps + ? WHERE talk_id = ? AND part = ?";
constexpr std::string_view talk_sql = "SELECT title, speaker FROM talk WHERE id = ?";
constexpr std::string_view claps_sql =
    "SELECT CAST(SUM(claps) AS SIGNED) FROM talk_applause WHERE talk_id = ?";
constexpr std::string_view next_talks_sql =
    "SELECT title, speaker FROM talk WHERE id > ? ORDER BY id LIMIT 5";

struct Talk {
  std::string title, speaker;
  static constexpr auto columns = std::tuple(&Talk::title, &Talk::speaker);
};

struct Claps {
  std::int64_t number;
  static constexpr auto columns = std::tuple(&Claps::number);
};

// Whoever claps next gets the next row.
std::int64_t next_part() {
  static std::atomic<std::uint64_t> number = 0;
  return static_cast<std::int64_t>(number++ % std::uint64_t{rows_of_a_talk});
}

Response clap(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t id = request.knobs.integer("talk");
  const std::int64_t part = next_part();
  std::optional<Talk> talk;
  std::int64_t claps = 0;
  std::vector<Talk> next;
  db.transaction([&] {
    db.execute(clap_sql, request.knobs.integer("times"), id, part);
    talk = db.query_one<Talk>(talk_sql, id);
    claps = db.query_one<Claps>(claps_sql, id).value().number;
    next = db.query<Talk>(next_talks_sql, id);
  });
  if (!talk) throw NotFound("there is no talk " + std::to_string(id));
  Rows rows({"title", "speaker"});
  for (const Talk& each : next) rows.add(each.title, each.speaker);
  return services
      .page(Value::object(
          {{"title", talk->title}, {"speaker", talk->speaker}, {"claps", claps}, {"next", std::move(rows)}}))
      .set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage applause() {
  return {
      .summary = "the audience of a conference applauds a talk in the app",
      .why =
          "Innocent: a whole hall claps for the same talk at the same time, but the talk has 64 rows to "
          "count in, taken in turn. The sum of them is read without a lock.",
      .knobs =
          {{.name = "talk", .help = "number of the talk", .initial = 12, .minimum = 1, .maximum = 80},
           {.name = "times", .help = "how often it was clapped", .initial = 3, .minimum = 1, .maximum = 50},
           dataset_knob()},
      .run = clap,
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
