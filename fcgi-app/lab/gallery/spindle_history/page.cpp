#include <array>

#include "core/csv.hpp"
#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view spindle_sql =
    "SELECT name, bearing, max_micrometres FROM mill_spindle WHERE id = ?";

struct Spindle {
  std::string name, bearing;
  std::int64_t max_micrometres;
  static constexpr auto columns = std::tuple(&Spindle::name, &Spindle::bearing, &Spindle::max_micrometres);
};
struct Week {
  std::string starts_on;
  std::int64_t hours, mean_micrometres, peak_micrometres, celsius;
  static constexpr auto columns = std::tuple(&Week::starts_on, &Week::hours, &Week::mean_micrometres,
                                             &Week::peak_micrometres, &Week::celsius);
};

// Each year has a table of its own, which is written to tape and dropped after four years.
constexpr std::array<std::string_view, 4> years{
    "SELECT starts_on, hours, mean_um, peak_um, celsius FROM spindle_week_2022 WHERE spindle_id = ? ORDER BY "
    "starts_on",
    "SELECT starts_on, hours, mean_um, peak_um, celsius FROM spindle_week_2023 WHERE spindle_id = ? ORDER BY "
    "starts_on",
    "SELECT starts_on, hours, mean_um, peak_um, celsius FROM spindle_week_2024 WHERE spindle_id = ? ORDER BY "
    "starts_on",
    "SELECT starts_on, hours, mean_um, peak_um, celsius FROM spindle_week_2025 WHERE spindle_id = ? ORDER BY "
    "starts_on"};

// Smooths the mean, and notices when it has risen for weeks.
class Trend {
 public:
  double add(std::int64_t micrometres) {
    const auto value = static_cast<double>(micrometres);
    const double before = smooth_;
    smooth_ = is_first_ ? value : smooth_ + (value - smooth_) / 8;
    is_first_ = false;
    rising_ = smooth_ > before ? rising_ + 1 : 0;
    return smooth_;
  }
  bool is_rising() const { return rising_ >= 6; }

 private:
  double smooth_ = 0;
  bool is_first_ = true;
  int rising_ = 0;
};

std::string_view remark_on(const Week& week, const Trend& trend, const Spindle& spindle) {
  if (week.peak_micrometres > spindle.max_micrometres) return "above the limit";
  if (week.celsius > 65) return "hot";
  return trend.is_rising() ? "rising" : "";
}

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("spindle");
  const auto spindle = services.db.query_one<Spindle>(spindle_sql, id);
  if (!spindle) throw NotFound("there is no spindle " + std::to_string(id));
  Response response;
  std::string& body = response.body;
  Csv(body).text("spindle").text(spindle->name).text(spindle->bearing).end_record();
  Csv(body)
      .text("week")
      .text("hours")
      .text("mean")
      .text("trend")
      .text("peak")
      .text("celsius")
      .text("remark")
      .end_record();
  Trend trend;
  for (const std::string_view sql : years) {
    for (const Week& week : services.db.query<Week>(sql, id)) {
      const double smooth = trend.add(week.mean_micrometres);
      Csv(body)
          .text(week.starts_on)
          .number(std::to_string(week.hours))
          .number(std::to_string(week.mean_micrometres))
          .number(fixed(smooth, 1))
          .number(std::to_string(week.peak_micrometres))
          .number(std::to_string(week.celsius))
          .text(remark_on(week, trend, *spindle))
          .end_record();
    }
  }
  response.set("Content-Type", "text/csv; charset=utf-8")
      .set("Content-Disposition", "attachment; filename=\"spindle.csv\"")
      .set("Cache-Control", "private, no-store");
  return response;
}

}  // namespace

GalleryPage spindle_history() {
  return {
      .summary = "four years of a milling spindle's vibration, week by week with its trend, as a CSV file",
      .why =
          "Innocent: a query in a loop, but one for each of the four tables of years, whatever the spindle "
          "has done. Each finds the weeks of one spindle by the primary key. A spindle has two hundred "
          "weeks in any factory, so the file needs no streaming.",
      .knobs =
          {{.name = "spindle", .help = "number of the spindle", .initial = 19, .minimum = 1, .maximum = 60},
           dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
