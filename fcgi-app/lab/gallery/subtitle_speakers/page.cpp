#include <map>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr auto film_sql = "select title, language from film where id = ?";
constexpr auto cues_sql = "select second, text from film_cue where film_id = ? order by number limit ?";

struct Film {
  std::string title, language;
  static constexpr auto columns = std::tuple(&Film::title, &Film::language);
};

struct Cue {
  std::int64_t second;
  std::string text;
  static constexpr auto columns = std::tuple(&Cue::second, &Cue::text);
};

// "OLD MAN IN A HAT: Good evening." A name is one or more words before a colon.
const io::AutomatonPattern speaker(R"(^(?:\s*[\w'.-]+\s*)+:)");

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("film");
  const auto film = services.db.query_one<Film>(film_sql, id);
  if (!film) throw NotFound("there is no film " + std::to_string(id));
  const auto cues = services.db.query<Cue>(cues_sql, id, request.knobs.n());
  std::map<std::string_view, std::int64_t> lines;
  std::int64_t nobody = 0;
  for (const Cue& cue : cues) {
    const auto found = services.matcher.find(speaker, cue.text);
    if (found)
      ++lines[std::string_view(cue.text).substr(0, found->length - 1)];
    else
      ++nobody;
  }
  Rows rows({"speaker", "lines"});
  for (const auto& [name, number] : lines) rows.add(name, number);
  return services
      .page(Value::object({{"title", film->title},
                           {"language", film->language},
                           {"nobody", nobody},
                           {"until_second", cues.empty() ? 0 : cues.back().second},
                           {"speakers", std::move(rows)}}))
      .set("Cache-Control", "private");
}

}  // namespace

GalleryPage subtitle_speakers() {
  return {
      .summary = "who speaks how often in a film, from its subtitles",
      .why =
          "Innocent: the pattern has a repetition inside a repetition, which would take forever in most "
          "engines on a long cue without a colon. RE2 reads each cue once.",
      .knobs = {items_knob("cues to count", 2'560),
                {.name = "film", .help = "number of the film", .initial = 5, .minimum = 1, .maximum = 8},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
