#include <algorithm>
#include <array>
#include <map>

#include "core/numbers.hpp"
#include "draw/charts.hpp"
#include "pages/case_page.hpp"
#include "pages/parts.hpp"
#include "pages/run_parts.hpp"
#include "write/links.hpp"

namespace caseload::site {
namespace {

constexpr std::size_t max_points = 120;
constexpr std::size_t max_commits = 60;

struct Seen {
  const RunSummary* run;
  const CaseSummary* result;
};

// The index of the value, which is appended if it is missing.
template <class Type>
std::size_t index_in(std::vector<Type>& all, const Type& one) {
  const auto found = std::find(all.begin(), all.end(), one);
  if (found != all.end()) return static_cast<std::size_t>(found - all.begin());
  all.push_back(one);
  return all.size() - 1;
}

bool has_ratio(const Seen& each) {
  return each.result->headline.ratio && each.run->doubts.empty();
}

// One curve per machine and way of measuring, because ratios of different ones can't be compared.
LineChart ratios(const std::vector<Seen>& seen, std::size_t first, std::vector<std::string>& machines) {
  LineChart chart{"history-chart",
                  "Ratio of mistake to fix, run by run",
                  "",
                  "run (oldest first)",
                  Unit::count,
                  "ratio, slow / fast",
                  Unit::count,
                  {},
                  true,
                  1,
                  true,
                  {}};
  std::vector<std::pair<std::string, std::string>> curves;  // machine and terms
  for (std::size_t i = 0; i < seen.size(); ++i) {
    if (!has_ratio(seen[i])) continue;
    const auto& [run, result] = seen[i];
    // Of all runs, so that a machine keeps its number.
    const std::size_t machine = index_in(machines, run->machine);
    if (i < first) continue;
    const std::size_t known = curves.size();
    const std::size_t curve = index_in(curves, std::pair(run->machine, run->terms));
    constexpr std::array<const char*, 3> colours{"slow", "fast", "other"};
    if (curve >= colours.size()) continue;
    if (curve == known) {
      const std::string name = "machine " + std::to_string(machine + 1) + (run->quick ? ", quick" : "");
      const bool is_taken = std::any_of(chart.series.begin(), chart.series.end(),
                                        [&](const Series& each) { return each.label == name; });
      chart.series.push_back({is_taken ? name + ", other settings" : name, colours[curve], {}});
    }
    const Interval& ratio = *result->headline.ratio;
    chart.series[curve].points.push_back(
        {static_cast<double>(chart.x_texts.size()), ratio.median, std::pair(ratio.low, ratio.high)});
    chart.x_texts.push_back(run->started.substr(0, 10));
  }
  chart.marks = chart.x_texts.size() <= 40;
  chart.description =
      std::to_string(chart.x_texts.size()) + " runs with their intervals. The table below lists them.";
  return chart;
}

// The newest run of each of the newest commits that is like the newest run of all: the same machine, settings
// and data. Oldest first.
std::vector<Seen> newest_of_commits(const std::vector<Seen>& seen) {
  std::vector<Seen> found;
  std::vector<std::string> commits;
  for (auto each = seen.rbegin(); each != seen.rend() && found.size() < max_commits; ++each) {
    if (!has_ratio(*each) || each->run->commit.empty()) continue;
    if (!found.empty() &&
        (each->run->machine != found.front().run->machine || each->run->terms != found.front().run->terms))
      continue;
    if (std::ranges::find(commits, each->run->commit) != commits.end()) continue;
    commits.push_back(each->run->commit);
    found.push_back(*each);
  }
  std::ranges::reverse(found);
  return found;
}

Value commit_charts(const std::vector<Seen>& seen) {
  const std::vector<Seen> commits = newest_of_commits(seen);
  Value charts = Value::list();
  if (commits.size() < 2) return charts;
  const auto add = [&](bool slow) {
    const std::string name = slow ? "mistake" : "fix";
    LineChart chart{(slow ? "slow" : "fast") + std::string("-commits"),
                    "Time of the " + name + ", commit by commit",
                    "",
                    "commit (oldest first)",
                    Unit::count,
                    "median time",
                    Unit::microseconds,
                    {{name, slow ? "slow" : "fast", {}}},
                    true,
                    0,
                    true,
                    {}};
    for (const Seen& each : commits) {
      const std::optional<Interval>& time =
          slow ? each.result->headline.slow_us : each.result->headline.fast_us;
      const std::optional<double>& median = slow ? each.result->slow_us : each.result->fast_us;
      if (!time && !median) continue;
      Point point{static_cast<double>(chart.x_texts.size()), time ? time->median : *median, {}};
      point.text = each.run->commit.substr(0, 7) + ": " + duration_text(point.y);
      if (time) {
        point.interval = std::pair(time->low, time->high);
        point.text += ", " + duration_text(time->low) + " to " + duration_text(time->high);
      }
      chart.series[0].points.push_back(point);
      chart.x_texts.push_back(each.run->commit.substr(0, 7));
      chart.description +=
          each.run->commit.substr(0, 7) + ": " + duration_text(chart.series[0].points.back().y) + ". ";
    }
    if (chart.x_texts.size() > 1) charts.add(line_chart(chart));
  };
  add(true);
  add(false);
  return charts;
}

}  // namespace

std::string history_of_case(std::string_view slug) {
  return "cases/" + std::string(slug) + "/history.html";
}

void write_case_history(PageWriter& writer, const CaseMaterial& material,
                        const std::vector<RunSummary>& runs) {
  const Case& the_case = material.the_case;
  const Lesson& lesson = material.lesson;
  const std::string path = history_of_case(the_case.slug);
  std::vector<Seen> seen;
  for (const RunSummary& run : runs)
    if (const CaseSummary* result = run.find_case(the_case.slug)) seen.push_back({&run, result});
  std::vector<std::string> machines;
  const std::size_t first = seen.size() > max_points ? seen.size() - max_points : 0;
  const LineChart chart = ratios(seen, first, machines);
  const auto row_of = [&](const Seen& each) {
    const auto machine = std::find(machines.begin(), machines.end(), each.run->machine);
    Value row = headline_value(each.result->headline, std::nullopt);
    row.set("href", relative(path, each.run->page) + "#case-" + the_case.slug);
    row.set("id", each.run->id).set("date", each.run->started.substr(0, 10)).set("quick", each.run->quick);
    row.set("commit", each.run->commit.empty() ? Value() : Value(each.run->commit.substr(0, 7)));
    row.set("doubts", texts_value(each.run->doubts));
    row.set("machine",
            machine == machines.end() ? Value() : Value(std::to_string(machine - machines.begin() + 1)));
    return row;
  };
  const Parts parts(path, seen.size());
  PageKey material_so_far;  // numbers of machines depend on all runs before
  for (const Parts::Part& part : parts.all()) {
    for (std::size_t i = part.begin; i < part.end; ++i) material_so_far.add(seen[i].run->material);
    if (!part.is_newest && writer.take_over(part.path, parts.key_of(part, material_so_far))) continue;
    Value rows = Value::list();
    for (std::size_t i = part.end; i-- > part.begin;) rows.add(row_of(seen[i]));
    Value model = Value::object({{"title", lesson.title},
                                 {"case_href", relative(path, page_of_case(the_case.slug))},
                                 {"is_newest", part.is_newest},
                                 {"parts", parts.links(part)},
                                 {"count", grouped(static_cast<std::int64_t>(seen.size()))},
                                 {"is_one", seen.size() == 1},
                                 {"has_runs", !seen.empty()},
                                 {"rows", std::move(rows)}});
    if (part.is_newest)
      model.set("svg", line_chart(chart))
          .set("is_shortened", first > 0)
          .set("shown", chart.x_texts.size())
          .set("commit_charts", commit_charts(seen));
    writer.write({part.path,
                  lesson.title + ": history" + part.suffix(),
                  "Every run that measured " + lesson.title + part.suffix(),
                  "index.html",
                  "",
                  {},
                  {},
                  {},
                  "history-page",
                  false},
                 "history", std::move(model));
  }
}

}  // namespace caseload::site
