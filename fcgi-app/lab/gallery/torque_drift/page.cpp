#include <algorithm>
#include <cmath>

#include "core/csv.hpp"
#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view stations_sql =
    "SELECT id, name FROM tightening_station WHERE plant_id = ? ORDER BY id";
constexpr std::string_view work_sql =
    "SELECT done_on >= ?, torque_cnm FROM tightening WHERE station_id = ? AND done_on BETWEEN ? AND ?";
constexpr std::string_view from = "2025-12-18", this_week = "2025-12-25", until = "2025-12-31";

struct Station {
  std::int64_t id;
  std::string name;
  static constexpr auto columns = std::tuple(&Station::id, &Station::name);
};

struct Tightening {
  bool is_this_week;
  std::int64_t torque_cnm;
  static constexpr auto columns = std::tuple(&Tightening::is_this_week, &Tightening::torque_cnm);
};

struct Week {
  double sum_cnm = 0;
  std::int64_t tightenings = 0;

  double mean_cnm() const { return sum_cnm / static_cast<double>(tightenings); }
};

struct Drift {
  std::string station;
  double before_cnm, now_cnm;
  std::int64_t tightenings;

  double change() const { return std::abs(now_cnm - before_cnm); }
};

std::vector<Drift> drifts_in(Database& db, std::int64_t plant) {
  std::vector<Drift> drifts;
  for (Station& station : db.query<Station>(stations_sql, plant)) {
    Week before, now;
    for (const Tightening& each : db.query<Tightening>(work_sql, this_week, station.id, from, until)) {
      Week& week = each.is_this_week ? now : before;
      week.sum_cnm += static_cast<double>(each.torque_cnm);
      ++week.tightenings;
    }
    if (before.tightenings == 0 || now.tightenings == 0) continue;
    drifts.push_back({.station = std::move(station.name),
                      .before_cnm = before.mean_cnm(),
                      .now_cnm = now.mean_cnm(),
                      .tightenings = before.tightenings + now.tightenings});
  }
  return drifts;
}

// Those that change more than the plant's stations usually do, the worst first.
std::vector<Drift> worse_than_usual(std::vector<Drift> drifts) {
  double sum = 0;
  for (const Drift& each : drifts) sum += each.change();
  const double usual = drifts.empty() ? 0 : sum / static_cast<double>(drifts.size());
  std::erase_if(drifts, [&](const Drift& each) { return each.change() <= usual; });
  std::stable_sort(drifts.begin(), drifts.end(),
                   [](const Drift& one, const Drift& other) { return one.change() > other.change(); });
  return drifts;
}

std::string newton_metres(double cnm) {
  return fixed(cnm / 100, 2);
}

Response run(const Request& request, Services& services) {
  const auto drifts = worse_than_usual(drifts_in(services.db, request.knobs.integer("plant")));
  Response response;
  Csv csv(response.body);
  csv.text("place").text("station").text("week before, Nm").text("this week, Nm").text("tightenings");
  csv.end_record();
  std::int64_t place = 0;
  for (const Drift& each : drifts) {
    csv.number(std::to_string(++place)).text(each.station).number(newton_metres(each.before_cnm));
    csv.number(newton_metres(each.now_cnm)).number(std::to_string(each.tightenings)).end_record();
  }
  response.set("Content-Type", "text/csv; charset=utf-8")
      .set("Content-Disposition", "attachment; filename=\"torque-drift.csv\"")
      .set("Cache-Control", "private, no-store");
  return response;
}

}  // namespace

GalleryPage torque_drift() {
  return {
      .summary = "which tightening stations of a plant drift more than usual, ranked, as a CSV file",
      .why =
          "For each station the tightenings of two weeks are loaded, averaged, compared with the mean of all "
          "stations, filtered and ranked in code. One query with grouping and a window function returns the "
          "same few lines.",
      .knobs = {{.name = "plant",
                 .help = "number of the plant",
                 .initial = 3,
                 .minimum = 1,
                 .maximum = 5,
                 .ladder = {1, 3, 5}},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "raw-sql"}},
  };
}

}  // namespace caseload::gallery
