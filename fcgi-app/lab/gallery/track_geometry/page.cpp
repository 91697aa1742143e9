#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "core/csv.hpp"
#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view readings_sql =
    "SELECT at_cm, gauge_um, left_um, right_um, speed_kmh, structure FROM rail_reading WHERE line_id = ? "
    "ORDER BY at_cm";
constexpr double slowest_kmh = 30;  // the accelerometers say nothing below
constexpr std::size_t max_defects = 40;

struct Reading {
  std::int64_t at_cm, gauge_um, left_um, right_um, speed_kmh;
  std::string structure;
  static constexpr auto columns = std::tuple(&Reading::at_cm, &Reading::gauge_um, &Reading::left_um,
                                             &Reading::right_um, &Reading::speed_kmh, &Reading::structure);
};

struct Defect {
  std::string_view kind;
  std::string structure;
  std::int64_t from_cm, to_cm;
  double worst_mm;
};

// A signal without what is longer than some fifty metres: curves and ramps are no defects. A defect begins
// above the limit and ends when the signal has been below two thirds of it.
class Channel {
 public:
  Channel(std::string_view kind, double limit_mm) : kind_(kind), limit_mm_(limit_mm) {}

  void follow(double micrometres, const Reading& at, std::vector<Defect>& found) {
    const double value = micrometres / 1'000;
    filtered_ = 0.985 * (filtered_ + value - before_.value_or(value));
    before_ = value;
    const double size = std::abs(filtered_);
    if (is_open_ && size < limit_mm_ * 2 / 3) {
      found.push_back(std::move(open_));
      is_open_ = false;
    }
    if (!is_open_ && size > limit_mm_) {
      is_open_ = true;
      open_ = {.kind = kind_, .structure = at.structure, .from_cm = at.at_cm, .to_cm = 0, .worst_mm = 0};
    }
    if (is_open_) {
      open_.to_cm = at.at_cm;
      open_.worst_mm = std::max(open_.worst_mm, size);
    }
  }

 private:
  std::string_view kind_;
  double limit_mm_, filtered_ = 0;
  std::optional<double> before_;
  Defect open_{};
  bool is_open_ = false;
};

// Keeps the worst ones.
void keep_worst(std::vector<Defect>& defects) {
  if (defects.size() <= max_defects) return;
  std::ranges::sort(defects, std::ranges::greater(), &Defect::worst_mm);
  defects.resize(max_defects);
}

std::vector<Defect> defects_of(std::int64_t line, Database& db) {
  const std::vector<Parameter> parameters{to_parameter(line)};
  Cursor readings = db.run(readings_sql, parameters);
  std::array channels{Channel("gauge", 2.4), Channel("left rail", 3.5), Channel("right rail", 3.5)};
  std::vector<Defect> defects;
  while (readings.next()) {
    const auto at = map_row<Reading>(readings);
    if (static_cast<double>(at.speed_kmh) < slowest_kmh) continue;
    channels[0].follow(static_cast<double>(at.gauge_um), at, defects);
    channels[1].follow(static_cast<double>(at.left_um), at, defects);
    channels[2].follow(static_cast<double>(at.right_um), at, defects);
    if (defects.size() > 4 * max_defects) keep_worst(defects);
  }
  keep_worst(defects);
  return defects;
}

std::string kilometre(std::int64_t centimetres) {
  return fixed(static_cast<double>(centimetres) / 100'000, 3);
}

Response run(const Request& request, Services& services) {
  const auto defects = defects_of(request.knobs.integer("line"), services.db);
  Response response;
  Csv csv(response.body);
  csv.text("kind").text("from km").text("to km").text("mm").text("structure").end_record();
  for (const Defect& each : defects)
    csv.text(each.kind)
        .number(kilometre(each.from_cm))
        .number(kilometre(each.to_cm))
        .number(fixed(each.worst_mm, 1))
        .text(each.structure)
        .end_record();
  return std::move(response)
      .set("Content-Type", "text/csv; charset=utf-8")
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage track_geometry() {
  return {
      .summary = "the worst forty defects that a measuring train found on a railway line, as a CSV file",
      .why =
          "Three filters follow the readings from one to the next and remember a few numbers. But the "
          "driver fetches all readings of the line before the first one is looked at, so memory grows with "
          "the line. Read one by one, a few would be in memory at a time.",
      .knobs = {{.name = "line", .help = "number of the line", .initial = 2, .minimum = 1, .maximum = 3},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "iterator"}},
  };
}

}  // namespace caseload::gallery
