#include "core/csv.hpp"
#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "orm/mapping.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

using orm::Column;
using orm::Mapping;
using orm::ToMany;
using orm::ToOne;

struct Chip : orm::Entity {
  Column<std::int64_t> id;
  Column<std::int64_t> athlete_id;
  Column<std::string> code;

  static const Mapping<Chip>& mapping();
};

struct Placing : orm::Entity {
  Column<std::int64_t> id;
  Column<std::int64_t> athlete_id;
  Column<std::string> race;
  Column<std::int64_t> place;
  Column<std::int64_t> seconds;

  static const Mapping<Placing>& mapping();
};

struct Athlete : orm::Entity {
  Column<std::int64_t> id;
  Column<std::string> name;
  Column<std::string> nation;
  Column<std::int64_t> born;

  ToMany<Chip> chips;
  ToMany<Placing> placings;

  static const Mapping<Athlete>& mapping();
};

struct Entry : orm::Entity {
  Column<std::int64_t> id;
  Column<std::int64_t> race_id;
  Column<std::int64_t> bib;
  Column<std::string> wave;
  Column<std::int64_t> athlete_id;

  ToOne<Athlete> athlete;

  static const Mapping<Entry>& mapping();
};

const Mapping<Chip>& Chip::mapping() {
  static const auto mapping = Mapping<Chip>("tri_chip")
                                  .column("id", &Chip::id)
                                  .column("athlete_id", &Chip::athlete_id)
                                  .column("code", &Chip::code);
  return mapping;
}

const Mapping<Placing>& Placing::mapping() {
  static const auto mapping = Mapping<Placing>("tri_placing")
                                  .column("id", &Placing::id)
                                  .column("athlete_id", &Placing::athlete_id)
                                  .column("race", &Placing::race)
                                  .column("place", &Placing::place)
                                  .column("seconds", &Placing::seconds);
  return mapping;
}

const Mapping<Athlete>& Athlete::mapping() {
  static const auto mapping = Mapping<Athlete>("tri_athlete")
                                  .column("id", &Athlete::id)
                                  .column("name", &Athlete::name)
                                  .column("nation", &Athlete::nation)
                                  .column("born", &Athlete::born)
                                  .to_many("chips", &Athlete::chips, &Chip::athlete_id)
                                  .to_many("placings", &Athlete::placings, &Placing::athlete_id);
  return mapping;
}

const Mapping<Entry>& Entry::mapping() {
  static const auto mapping = Mapping<Entry>("tri_entry")
                                  .column("id", &Entry::id)
                                  .column("race_id", &Entry::race_id)
                                  .column("bib", &Entry::bib)
                                  .column("wave", &Entry::wave)
                                  .column("athlete_id", &Entry::athlete_id)
                                  .to_one("athlete", &Entry::athlete, &Entry::athlete_id);
  return mapping;
}

constexpr std::string_view race_sql = "SELECT title, held_on FROM tri_race WHERE id = ?";
constexpr std::string_view waves_sql = "SELECT name, starts_at FROM tri_wave WHERE race_id = ? ORDER BY name";

struct Race {
  std::string title;
  std::string held_on;
  static constexpr auto columns = std::tuple(&Race::title, &Race::held_on);
};
struct Wave {
  std::string name, starts_at;
  static constexpr auto columns = std::tuple(&Wave::name, &Wave::starts_at);
};

// What the speaker's notes and the lists of the timing company are made of.
orm::List<Entry> entries_of(orm::Session& session, std::int64_t race, std::int64_t n) {
  return session.query<Entry>()
      .join(&Entry::athlete)
      .prefetch(&Entry::athlete, &Athlete::chips)
      .prefetch(&Entry::athlete, &Athlete::placings)
      .where(&Entry::race_id, race)
      .order_by(&Entry::bib)
      .limit(n)
      .all();
}

std::string_view start_of(std::string_view wave, const std::vector<Wave>& waves) {
  for (const Wave& each : waves)
    if (each.name == wave) return each.starts_at;
  return "";
}

std::string codes_of(const Athlete& athlete) {
  std::string codes;
  for (const Chip& each : athlete.chips()) codes.append(codes.empty() ? "" : " ").append(each.code());
  return codes;
}

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("race");
  const auto race = services.db.query_one<Race>(race_sql, id);
  if (!race) throw NotFound("there is no race " + std::to_string(id));
  const auto waves = services.db.query<Wave>(waves_sql, id);
  orm::Session session(services.db);
  const auto entries = entries_of(session, id, request.knobs.n());
  Response response;
  std::string& file = response.body;
  Csv(file).text(race->title).text(race->held_on).end_record();
  Csv(file).text("bib").text("name").text("nation").text("class").text("start").text("chips").end_record();
  for (const Entry& each : entries) {
    const Athlete& athlete = each.athlete();
    Csv(file)
        .number(std::to_string(each.bib()))
        .text(athlete.name())
        .text(athlete.nation())
        .text("AK " + std::to_string(athlete.born() / 5 * 5))
        .text(start_of(each.wave(), waves))
        .text(codes_of(athlete))
        .end_record();
  }
  return response.set("Content-Type", "text/csv; charset=utf-8")
      .set("Content-Disposition", "attachment; filename=\"start.csv\"")
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage start_list() {
  return {
      .summary = "the start list of a triathlon for the timing company, as a CSV file: bibs, waves, chips",
      .why =
          "The helper also serves the speaker's notes, so it prefetches two lists for each athlete. The "
          "chips "
          "are a column of the file. The placings in earlier races, several rows for each athlete, are never "
          "looked at.",
      .knobs = {items_knob("athletes on the list", 1'280),
                {.name = "race", .help = "number of the race", .initial = 2, .minimum = 1, .maximum = 4},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "unused-prefetch"}},
  };
}

}  // namespace caseload::gallery
