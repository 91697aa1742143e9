#include <algorithm>
#include <array>
#include <deque>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view analyser_sql =
    "SELECT name, ward_phone, installed_on FROM control_analyser WHERE id = ?";
constexpr std::string_view lots_sql =
    "SELECT lot, level, target_milli, sd_milli FROM control_lot WHERE analyser_id = ? ORDER BY level";
// Controls are measured every few minutes, and an analyser keeps those of all its years.
constexpr std::string_view values_sql =
    "SELECT milli, operator FROM control_value WHERE analyser_id = ? AND lot = ? ORDER BY sequence_no";

struct Analyser {
  std::string name, phone, installed_on;
  static constexpr auto columns = std::tuple(&Analyser::name, &Analyser::phone, &Analyser::installed_on);
};

struct Lot {
  std::int64_t lot, level, target_milli, sd_milli;
  static constexpr auto columns = std::tuple(&Lot::lot, &Lot::level, &Lot::target_milli, &Lot::sd_milli);
};

struct Control {
  std::int64_t milli;
  std::string who;
  static constexpr auto columns = std::tuple(&Control::milli, &Control::who);
};

// Westgard's rules over the values in the order in which they were measured: 1-3s, 2-2s, R-4s and 10-x. Each
// rejection starts a new run, so what is rejected depends on all values before.
class Westgard {
 public:
  explicit Westgard(const Lot& lot) : lot_(lot) {}

  void see(const Control& control) {
    ++seen_;
    run_.push_back(static_cast<double>(control.milli - lot_.target_milli) /
                   static_cast<double>(lot_.sd_milli));
    if (run_.size() > 10) run_.pop_front();
    for (std::size_t rule = 0; rule < rules; ++rule)
      if (breaks(rule)) {
        ++rejected_[rule];
        last_rejected_by_ = control.who;
        run_.clear();
        return;
      }
  }

  std::string line() const {
    std::string text = "  level " + std::to_string(lot_.level) + ", lot " + std::to_string(lot_.lot) + ": " +
                       grouped(seen_) + " values";
    for (std::size_t rule = 0; rule < rules; ++rule)
      text.append("  ").append(names[rule]).append(" ").append(std::to_string(rejected_[rule]));
    return text + (last_rejected_by_.empty() ? "\n" : "  (last seen by " + last_rejected_by_ + ")\n");
  }

 private:
  static constexpr std::size_t rules = 4;
  static constexpr std::array<std::string_view, rules> names{"1-3s", "2-2s", "R-4s", "10-x"};

  bool breaks(std::size_t rule) const {
    const double last = run_.back(), before = run_.size() > 1 ? run_[run_.size() - 2] : 0;
    switch (rule) {
      case 0:
        return last > 3 || last < -3;
      case 1:
        return (last > 2 && before > 2) || (last < -2 && before < -2);
      case 2:
        return last - before > 4 || before - last > 4;
      default:
        return run_.size() == 10 && (std::ranges::all_of(run_, [](double z) { return z > 0; }) ||
                                     std::ranges::all_of(run_, [](double z) { return z < 0; }));
    }
  }

  Lot lot_;
  std::deque<double> run_;
  std::int64_t seen_ = 0;
  std::array<std::int64_t, rules> rejected_{};
  std::string last_rejected_by_;
};

Response print(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t id = request.knobs.integer("analyser");
  const auto analyser = db.query_one<Analyser>(analyser_sql, id);
  if (!analyser) throw NotFound("there is no analyser " + std::to_string(id));
  std::string sheet =
      analyser->name + ", since " + analyser->installed_on + ", call " + analyser->phone + "\n";
  for (const Lot& lot : db.query<Lot>(lots_sql, id)) {
    Westgard westgard(lot);
    const std::vector<Parameter> parameters{to_parameter(id), to_parameter(lot.lot)};
    Cursor values = db.run(values_sql, parameters);
    while (values.next()) westgard.see(map_row<Control>(values));
    sheet += westgard.line();
  }
  return Response{.body = std::move(sheet)}
      .set("Content-Type", "text/plain; charset=utf-8")
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage control_chart() {
  return {
      .summary = "how often the controls of a laboratory's analyser were rejected, by rule, as text",
      .why =
          "A run of ten values is all that the rules need, and all that the code keeps. But the query is run "
          "with a buffered cursor, so the driver has all values of a lot in memory before the first is "
          "judged. There are always three lots, so the loop over them is no problem.",
      .knobs =
          {{.name = "analyser", .help = "number of the analyser", .initial = 2, .minimum = 1, .maximum = 2},
           dataset_knob()},
      .run = print,
      .labels = {{.name = "iterator"}},
  };
}

}  // namespace caseload::gallery
