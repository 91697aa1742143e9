#include <algorithm>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"
#include "shop/scratch_batch.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view athlete_sql = "SELECT name, max_pulse FROM workout_athlete WHERE id = ?";
constexpr std::string_view open_sql = "INSERT INTO workout (athlete_id, samples) VALUES (?, ?)";
constexpr std::string_view remove_sql = "DELETE FROM workout WHERE id = ?";
constexpr std::string_view best_sql =
    "SELECT distance_m, best_s FROM workout_best WHERE athlete_id = ? ORDER BY distance_m";
constexpr std::int64_t workouts_kept = 20;
constexpr std::size_t rows_per_insert = 500;

struct Athlete {
  std::string name;
  std::int64_t max_pulse;
  static constexpr auto columns = std::tuple(&Athlete::name, &Athlete::max_pulse);
};

struct Best {
  std::int64_t distance_m, seconds;
  static constexpr auto columns = std::tuple(&Best::distance_m, &Best::seconds);
};

struct Sample {
  std::int64_t pulse, speed_mm;  // millimetres a second
};

// What the watch has sent; without a body, what it would send after a run in the park.
std::vector<Sample> samples_in(const Request& request) {
  std::vector<Sample> samples;
  if (const auto sent = list_in_body(request, "samples")) {
    for (std::size_t row = 0; row < sent->size(); ++row)
      samples.push_back({.pulse = integer_in_row((*sent)[row], row, "pulse"),
                         .speed_mm = integer_in_row((*sent)[row], row, "speed")});
    return samples;
  }
  for (std::int64_t second = 0; second < request.knobs.n(); ++second)
    samples.push_back({.pulse = 96 + std::min<std::int64_t>(second / 9, 60) + second * 7 % 11,
                       .speed_mm = 2'600 + second * 37 % 500});
  return samples;
}

void insert(Database& db, std::int64_t workout, const std::vector<Sample>& samples) {
  for (std::size_t from = 0; from < samples.size(); from += rows_per_insert) {
    std::string sql = "INSERT INTO workout_sample (workout_id, second_no, pulse, speed_mm) VALUES ";
    std::vector<Parameter> values;
    for (std::size_t at = from; at < std::min(from + rows_per_insert, samples.size()); ++at) {
      sql += at == from ? "(?, ?, ?, ?)" : ", (?, ?, ?, ?)";
      values.push_back(to_parameter(workout));
      values.push_back(to_parameter(static_cast<std::int64_t>(at)));
      values.push_back(to_parameter(samples[at].pulse));
      values.push_back(to_parameter(samples[at].speed_mm));
    }
    db.run_write(sql, values);
  }
}

void store(Database& db, std::int64_t athlete, const std::vector<Sample>& samples) {
  db.transaction([&] {
    db.execute(open_sql, athlete, static_cast<std::int64_t>(samples.size()));
    const std::int64_t workout = db.last_insert_id();
    insert(db, workout, samples);
    db.execute(remove_sql, workout - workouts_kept);
  });
}

struct Zones {
  std::int64_t easy = 0, steady = 0, hard = 0, millimetres = 0;
};

Zones zones_of(const std::vector<Sample>& samples, std::int64_t max_pulse) {
  Zones zones;
  for (const Sample& each : samples) {
    const std::int64_t percent = 100 * each.pulse / std::max<std::int64_t>(max_pulse, 1);
    ++(percent < 70 ? zones.easy : percent < 85 ? zones.steady : zones.hard);
    zones.millimetres += each.speed_mm;
  }
  return zones;
}

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("athlete");
  const auto athlete = services.db.query_one<Athlete>(athlete_sql, id);
  if (!athlete) throw NotFound("there is no athlete " + std::to_string(id));
  const auto samples = samples_in(request);
  store(services.db, id, samples);
  const auto bests = services.db.query<Best>(best_sql, id);
  const Zones zones = zones_of(samples, athlete->max_pulse);
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("athlete").text(athlete->name);
                     json.key("kilometres");
                     json.text(fixed(static_cast<double>(zones.millimetres) / 1'000'000, 2));
                     json.key("seconds").begin_object().key("easy").number(zones.easy);
                     json.key("steady").number(zones.steady).key("hard").number(zones.hard).end_object();
                     json.key("to_beat").begin_list();
                     for (const Best& each : bests) {
                       json.begin_object().key("metres").number(each.distance_m);
                       json.key("seconds").number(each.seconds).end_object();
                     }
                     json.end_list().end_object();
                   })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage workout_sync() {
  return {
      .summary = "a sports watch delivers the seconds of a workout, and gets its zones and distance as JSON",
      .why =
          "Innocent: a longer workout takes more queries, but an INSERT has five hundred seconds, and all "
          "share a commit. The oldest workout goes with them. Zones are computed from what has just arrived.",
      .knobs =
          {items_knob("seconds in the workout", 2'560),
           {.name = "athlete", .help = "number of the athlete", .initial = 61, .minimum = 1, .maximum = 800},
           dataset_knob()},
      .run = run,
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
