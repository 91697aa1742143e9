#include <algorithm>

#include "core/errors.hpp"
#include "core/text.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view investor_sql =
    "SELECT name, first_interest, second_interest, third_interest FROM angel_investor WHERE id = ?";
// There are always fifteen hundred of them: who is not admitted to the open round waits for the next one.
constexpr std::string_view pitches_sql =
    "SELECT startup, country, pitch FROM angel_pitch WHERE round = 'open' ORDER BY id";
constexpr int pitches_last_s = 900;
constexpr std::size_t matches_shown = 20;

struct Investor {
  std::string name, first, second, third;
  static constexpr auto columns =
      std::tuple(&Investor::name, &Investor::first, &Investor::second, &Investor::third);
};

struct Pitch {
  std::string startup, country, text;
  static constexpr auto columns = std::tuple(&Pitch::startup, &Pitch::country, &Pitch::text);
};

// One line for each pitch, the same for every investor: "Lumen Labs\tNorway\tWe build ..".
std::string open_pitches(Services& services) {
  const CachedText cached{.key = "angel-pitches/" + std::string(name_of(services.db.dataset())),
                          .depends = {"angel-pitches"},
                          .lifetime_s = pitches_last_s};
  return services.texts
      .get(cached,
           [&] {
             std::string lines;
             services.db.each<Pitch>(pitches_sql, [&](const Pitch& each) {
               lines.append(each.startup).append("\t").append(each.country).append("\t");
               lines.append(each.text).append("\n");
               return true;
             });
             return lines;
           })
      .text;
}

struct Match {
  std::string_view startup, country;
  std::int64_t points;
};

// How often the text has words that begin like one of the interests. The first one counts three times.
std::int64_t points_of(std::string_view text, const Investor& investor) {
  std::int64_t points = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string_view word = text.substr(at, end - at);
    points += word.starts_with(investor.first) ? 3 : 0;
    points += word.starts_with(investor.second) || word.starts_with(investor.third) ? 1 : 0;
    at = end + 1;
  }
  return points;
}

// The best ones of the lines, which the matches refer to.
std::vector<Match> matches_in(std::string_view lines, const Investor& investor) {
  std::vector<Match> matches;
  const auto is_better = [](const Match& one, const Match& other) {
    return one.points != other.points ? one.points > other.points : one.startup < other.startup;
  };
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    const std::string_view line = lines.substr(0, end);
    lines.remove_prefix(std::min(end + 1, lines.size()));
    const std::size_t first = line.find('\t'), second = line.find('\t', first + 1);
    if (second == std::string_view::npos) continue;
    const std::int64_t points = points_of(line.substr(second + 1), investor);
    if (points == 0) continue;
    const Match match{.startup = line.substr(0, first),
                      .country = line.substr(first + 1, second - first - 1),
                      .points = points};
    matches.insert(std::ranges::upper_bound(matches, match, is_better), match);
    if (matches.size() > matches_shown) matches.pop_back();
  }
  return matches;
}

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("investor");
  const auto investor = services.db.query_one<Investor>(investor_sql, id);
  if (!investor) throw NotFound("there is no investor " + std::to_string(id));
  const std::string pitches = open_pitches(services);
  const auto matches = matches_in(pitches, *investor);
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("investor").text(investor->name).key("matches").begin_list();
                     for (const Match& each : matches) {
                       json.begin_object().key("startup").text(each.startup);
                       json.key("country").text(each.country).key("points").number(each.points).end_object();
                     }
                     json.end_list().end_object();
                   })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage pitch_matches() {
  return {
      .summary = "a portal of seed investors: the start-ups of the open round that fit an investor, as JSON",
      .why =
          "The pitches of the open round are the same for everybody and may be a quarter of an hour old. "
          "They are cached, under a key that fits and with a lock, but as one text, which is larger than an "
          "entry of the cache may be. It is never stored, and each request reads all pitches again. In "
          "parts of some hundred pitches it would fit.",
      .knobs = {{.name = "investor",
                 .help = "number of the investor",
                 .initial = 18,
                 .minimum = 1,
                 .maximum = 400},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "query-cache"}},
  };
}

}  // namespace caseload::gallery
