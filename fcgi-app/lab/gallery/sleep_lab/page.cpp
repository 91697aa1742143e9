#include <algorithm>
#include <map>

#include "core/errors.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t shortest_phase = 4;  // epochs; what is shorter belongs to the phase before
constexpr std::int64_t low_saturation = 88;

constexpr std::string_view night_sql = "SELECT initials, lights_off FROM sleep_night WHERE id = ?";
constexpr std::string_view epochs_sql =
    "SELECT stage, saturation FROM sleep_epoch WHERE night_id = ? ORDER BY epoch";

struct Night {
  std::string initials, lights_off;
  static constexpr auto columns = std::tuple(&Night::initials, &Night::lights_off);
};

struct Epoch {
  std::string stage;
  std::int64_t saturation;
  static constexpr auto columns = std::tuple(&Epoch::stage, &Epoch::saturation);
};

struct Phase {
  char stage;
  std::size_t begins, epochs;
  std::int64_t desaturations = 0;
};

std::vector<Phase> runs_in(const std::vector<Epoch>& epochs) {
  std::vector<Phase> runs;
  bool was_low = false;
  for (std::size_t at = 0; at < epochs.size(); ++at) {
    const char stage = epochs[at].stage.front();
    if (runs.empty() || runs.back().stage != stage)
      runs.push_back({.stage = stage, .begins = at, .epochs = 0});
    ++runs.back().epochs;
    const bool is_low = epochs[at].saturation < low_saturation;
    if (is_low && !was_low) ++runs.back().desaturations;
    was_low = is_low;
  }
  return runs;
}

// Short runs become a part of the phase before them, which may then meet one of its own stage.
std::vector<Phase> phases_of(const std::vector<Phase>& runs) {
  std::vector<Phase> phases;
  for (const Phase& run : runs) {
    const bool continues =
        !phases.empty() && (run.epochs < shortest_phase || run.stage == phases.back().stage);
    if (continues) {
      phases.back().epochs += run.epochs;
      phases.back().desaturations += run.desaturations;
    } else {
      phases.push_back(run);
    }
  }
  return phases;
}

struct Sleep {
  std::size_t latency = 0, asleep = 0, all = 0;
  std::map<char, std::size_t> by_stage;
};

Sleep sleep_in(const std::vector<Phase>& phases) {
  Sleep sleep;
  for (const Phase& each : phases) {
    sleep.all += each.epochs;
    sleep.by_stage[each.stage] += each.epochs;
    if (each.stage == 'W') continue;
    if (sleep.asleep == 0) sleep.latency = each.begins;
    sleep.asleep += each.epochs;
  }
  return sleep;
}

double minutes(std::size_t epochs) {
  return static_cast<double>(epochs) / 2;
}

void write_phase(io::JsonWriter& json, const Phase& phase) {
  json.begin_object().key("stage").text(std::string(1, phase.stage));
  json.key("begins_min").number(minutes(phase.begins)).key("minutes").number(minutes(phase.epochs));
  json.key("desaturations").number(phase.desaturations).end_object();
}

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("night");
  const auto night = services.db.query_one<Night>(night_sql, id);
  if (!night) throw NotFound("there is no night " + std::to_string(id));
  const auto phases = phases_of(runs_in(services.db.query<Epoch>(epochs_sql, id)));
  const Sleep sleep = sleep_in(phases);
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("patient").text(night->initials);
                     json.key("lights_off").text(night->lights_off);
                     json.key("latency_min").number(minutes(sleep.latency));
                     json.key("asleep_min").number(minutes(sleep.asleep));
                     json.key("in_bed_min").number(minutes(sleep.all)).key("stages").begin_object();
                     for (const auto& [stage, epochs] : sleep.by_stage)
                       json.key(std::string(1, stage)).number(minutes(epochs));
                     json.end_object().key("phases").begin_list();
                     for (const Phase& each : phases) write_phase(json, each);
                     json.end_list().end_object();
                   })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage sleep_lab() {
  return {
      .summary = "a night in a sleep laboratory, as JSON: phases, how long until asleep, drops of oxygen",
      .why =
          "Innocent: 960 rows are fetched to send a few dozen phases. But whether an epoch counts depends on "
          "its neighbours, after short interruptions have been smoothed away, which GROUP BY can't express. "
          "A night has eight hours, whatever else is stored, and its rows are a range of the primary key.",
      .knobs = {{.name = "night",
                 .help = "number of the night",
                 .initial = 12,
                 .minimum = 1,
                 .maximum = 30,
                 .ladder = {3, 12, 30}},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
