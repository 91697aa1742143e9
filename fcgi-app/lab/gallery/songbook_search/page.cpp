#include <algorithm>
#include <cctype>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// The songs of a choir lie side by side in the table, and no choir has more than 160.
constexpr std::string_view songs_sql =
    "SELECT title, composer, voices, copies FROM choir_song WHERE choir_id = ? AND (title LIKE ? OR composer "
    "LIKE ?) "
    "ORDER BY title LIMIT ?";
constexpr std::string_view total_sql = "SELECT COUNT(*) FROM choir_song WHERE choir_id = ?";

struct Song {
  std::string title, composer, voices;
  std::int64_t copies;
  static constexpr auto columns = std::tuple(&Song::title, &Song::composer, &Song::voices, &Song::copies);
};

struct Total {
  std::int64_t songs = 0;
  static constexpr auto columns = std::tuple(&Total::songs);
};

void check_typed(std::string_view typed) {
  const auto is_allowed = [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == ' '; };
  if (typed.size() > 30 || !std::all_of(typed.begin(), typed.end(), is_allowed))
    throw BadRequest("the parameter typed must be at most 30 letters and spaces");
}

Response search(const Request& request, Services& services) {
  const std::int64_t choir = request.knobs.integer("choir");
  std::string typed(request.knobs.text("typed"));
  if (typed.empty()) typed = "an";
  const std::string pattern = "%" + typed + "%";
  const auto songs = services.db.query<Song>(songs_sql, choir, pattern, pattern, request.knobs.n());
  const auto total = services.db.query_one<Total>(total_sql, choir).value_or(Total{});
  Rows rows({"title", "composer", "voices", "copies", "is_short"});
  for (const Song& each : songs)
    rows.add(each.title, each.composer, each.voices, each.copies, each.copies < 12);
  return services
      .page(Value::object(
          {{"typed", typed}, {"shown", songs.size()}, {"total", total.songs}, {"songs", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage songbook_search() {
  return {
      .summary = "a choir's library: its songs whose title or composer contains what was typed",
      .why =
          "Innocent: the pattern begins with a wildcard and the songs are counted, but both only within the "
          "choir, which is a range of the primary key of at most 160 rows. More choirs do not make it "
          "longer.",
      .knobs = {{.name = "n",
                 .help = "songs to show at most",
                 .initial = 40,
                 .minimum = 1,
                 .maximum = 160,
                 .ladder = {10, 20, 40, 80, 160}},
                {.name = "choir", .help = "number of the choir", .initial = 9, .minimum = 1, .maximum = 40},
                {.name = "typed",
                 .type = KnobType::text,
                 .help = "part of the title or of the composer's name",
                 .check_text = check_typed},
                dataset_knob()},
      .run = search,
  };
}

}  // namespace caseload::gallery
