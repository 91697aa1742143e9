#include <algorithm>
#include <map>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view depot_sql = "SELECT name, dispatcher FROM tram_depot WHERE id = ?";
constexpr std::string_view trams_sql =
    "SELECT track_no, tram_no, model, km_to_service FROM depot_tram WHERE depot_id = ? ORDER BY track_no, "
    "position";
constexpr std::string_view duties_sql =
    "SELECT leaves_min, number, line_no, model FROM depot_duty WHERE depot_id = ? ORDER BY leaves_min, "
    "number";
constexpr std::int64_t km_of_a_day = 240;

struct Depot {
  std::string name, dispatcher;
  static constexpr auto columns = std::tuple(&Depot::name, &Depot::dispatcher);
};

struct Tram {
  std::int64_t track_no, tram_no;
  std::string model;
  std::int64_t km_to_service;
  static constexpr auto columns =
      std::tuple(&Tram::track_no, &Tram::tram_no, &Tram::model, &Tram::km_to_service);
};

struct Duty {
  std::int64_t leaves_min, number, line_no;
  std::string model;
  static constexpr auto columns = std::tuple(&Duty::leaves_min, &Duty::number, &Duty::line_no, &Duty::model);
};

// The tracks of a hall end at a wall: a tram leaves when those in front of it have left.
class Hall {
 public:
  explicit Hall(const std::vector<Tram>& trams) {
    for (const Tram& tram : trams) tracks_[tram.track_no].push_back(&tram);
  }

  struct Choice {
    const Tram* tram = nullptr;
    std::size_t in_front = 0;  // to be shunted away before
  };

  // The tram of that model with the fewest others in front of it.
  Choice take(const std::string& model) {
    Choice best;
    for (const auto& [number, track] : tracks_) {
      for (std::size_t at = 0; at < track.size(); ++at) {
        if (track[at]->model != model || track[at]->km_to_service < km_of_a_day) continue;
        if (best.tram == nullptr || at < best.in_front) best = {.tram = track[at], .in_front = at};
        break;
      }
    }
    if (best.tram != nullptr) std::erase(tracks_[best.tram->track_no], best.tram);
    return best;
  }

  std::size_t left() const {
    std::size_t trams = 0;
    for (const auto& [number, track] : tracks_) trams += track.size();
    return trams;
  }

 private:
  std::map<std::int64_t, std::vector<const Tram*>> tracks_;
};

std::string time_of(std::int64_t minutes) {
  const std::int64_t rest = minutes % 60;
  return std::to_string(minutes / 60) + (rest < 10 ? ":0" : ":") + std::to_string(rest);
}

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("depot");
  const auto depot = services.db.query_one<Depot>(depot_sql, id);
  if (!depot) throw NotFound("there is no depot " + std::to_string(id));
  const auto trams = services.db.query<Tram>(trams_sql, id);
  const auto duties = services.db.query<Duty>(duties_sql, id);
  Hall hall(trams);
  Response response;
  response.body = depot->name + ", dispatcher " + depot->dispatcher + "\n\n";
  for (const Duty& duty : duties) {
    response.body += time_of(duty.leaves_min) + "  duty " + std::to_string(duty.number) + ", line " +
                     std::to_string(duty.line_no) + ": ";
    const auto choice = hall.take(duty.model);
    if (choice.tram == nullptr) {
      response.body += "no " + duty.model + " left\n";
      continue;
    }
    response.body +=
        "tram " + std::to_string(choice.tram->tram_no) + ", track " + std::to_string(choice.tram->track_no);
    if (choice.in_front > 0) response.body += ", shunt " + std::to_string(choice.in_front) + " before";
    response.body += "\n";
  }
  response.body += "\n" + std::to_string(hall.left()) + " trams stay in the hall.\n";
  return std::move(response)
      .set("Content-Type", "text/plain; charset=utf-8")
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage runout_sheet() {
  return {
      .summary = "a tram depot's sheet for the morning: which tram leaves when, and from which track",
      .why =
          "Innocent: for each duty a loop looks along each track of the hall. But a hall has 24 tracks of "
          "six trams, and there are fewer duties than trams, however many depots the company has. Both "
          "lists come from the primary key in their order, by one query each.",
      .knobs = {{.name = "depot", .help = "number of the depot", .initial = 3, .minimum = 1, .maximum = 5},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
