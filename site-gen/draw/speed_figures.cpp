#include "draw/speed_figures.hpp"

#include <algorithm>
#include <cmath>

#include "core/numbers.hpp"
#include "draw/charts.hpp"
#include "read/slug.hpp"

namespace caseload::site {
namespace {

constexpr std::size_t max_commits = 60;

struct Group {
  const char* key;
  const char* label;
  const char* colour;
};
// Everything that works for a request. The load generator doesn't.
constexpr Group groups[] = {{"app", "program", "phase-app"},
                            {"database", "database", "phase-db"},
                            {"cache", "memcached", "phase-cache"},
                            {"nginx", "nginx", "phase-middleware"}};

std::optional<double> spent(const Bench::Measured& measured, std::string_view key) {
  for (const auto& [name, microseconds] : measured.cpu_us)
    if (name == key) return microseconds;
  return std::nullopt;
}

// "Django (gunicorn, mysqlclient)": a chart has only space for the name.
std::string short_title(const std::string& title) {
  return title.substr(0, title.find(" ("));
}

using PageCount = std::optional<double> InstructionCounts::Page::*;
struct Measure {
  const char* id;
  const char* title;
  PageCount count;
};
constexpr Measure measures[] = {
    {"instructions", "Instructions", &InstructionCounts::Page::instructions},
    {"operator-new", "Calls of operator new", &InstructionCounts::Page::operator_new_calls},
    {"allocations", "Allocations of any sort", &InstructionCounts::Page::allocations},
    {"bytes", "Allocated bytes", &InstructionCounts::Page::allocated_bytes},
    {"system-calls", "System calls", &InstructionCounts::Page::steady_system_calls},
};
// The other two say much the same as the calls of operator new.
constexpr std::size_t drawn[] = {0, 1, 4};

// Averages of many requests: a tenth is noise where there are hundreds.
std::string count_text(const std::optional<double>& count) {
  if (!count) return "not counted";
  return *count < 100 ? plain_decimal(*count, 1) : grouped(std::llround(*count));
}

std::vector<std::string> counts_row(const std::string& name, const InstructionCounts::Page& page) {
  std::vector<std::string> row = {name};
  for (const Measure& measure : measures) row.push_back(count_text(page.*measure.count));
  return row;
}

const InstructionCounts::Page* page_named(const std::vector<InstructionCounts::Page>& pages,
                                          const std::string& name) {
  const auto found = std::ranges::find(pages, name, &InstructionCounts::Page::name);
  return found == pages.end() ? nullptr : &*found;
}

std::string short_commit(const InstructionCounts& counts) {
  return counts.commit.substr(0, 7);
}

Figure history_of(const Measure& measure, const InstructionCounts::Page& page,
                  const std::vector<const InstructionCounts*>& counts) {
  Figure figure{slug_of(std::string(measure.id) + "-" + page.name),
                std::string(measure.title) + ": " + page.title,
                "",
                "",
                {"Commit"},
                {}};
  LineChart chart{figure.id + "-chart",
                  figure.title,
                  "",
                  "commit (oldest first)",
                  Unit::count,
                  "of one request",
                  Unit::count,
                  {{"Caseload", "fast", {}}, {"the floor", "other", {}}},
                  true,
                  0,
                  true,
                  {}};
  const bool has_floor = std::ranges::any_of(
      counts, [&](const auto* each) { return page_named(each->floor, page.name) != nullptr; });
  if (!has_floor) chart.series.pop_back();
  for (const Series& series : chart.series) figure.head.push_back(series.label);
  for (const InstructionCounts* each : counts) {
    std::vector<std::string> row = {short_commit(*each) + ", " + each->measured_at.substr(0, 10)};
    for (Series& series : chart.series) {
      const auto* found = page_named(&series == &chart.series.front() ? each->pages : each->floor, page.name);
      const std::optional<double> count = found == nullptr ? std::nullopt : found->*measure.count;
      row.push_back(count_text(count));
      if (!count) continue;
      const std::string text = short_commit(*each) + ": " + count_text(count);
      series.points.push_back({static_cast<double>(chart.x_texts.size()), *count, {}, text});
      chart.description += series.label + " at " + text + ". ";
    }
    chart.x_texts.push_back(short_commit(*each));
    figure.rows.push_back(std::move(row));
  }
  figure.svg = line_chart(chart);
  return figure;
}

}  // namespace

Figure cpu_figure(const std::string& id, const std::string& page_title, const std::vector<Rival>& rivals) {
  Figure figure{slug_of("cpu-" + id), page_title + ": CPU time of one request", "", "", {"Program"}, {}};
  for (const Group& group : groups) figure.head.emplace_back(group.label);
  BarChart chart{figure.id + "-chart", figure.title, "", Unit::microseconds, {}};
  for (const Rival& rival : rivals) {
    Bar bar{short_title(rival.title), {}};
    std::vector<std::string> row = {rival.title};
    for (const Group& group : groups) {
      const auto microseconds = spent(*rival.measured, group.key);
      row.push_back(microseconds ? duration_text(*microseconds) : "none");
      if (!microseconds) continue;
      bar.parts.push_back({group.label, group.colour, *microseconds});
      chart.description += rival.title + ", " + group.label + ": " + row.back() + ". ";
    }
    chart.bars.push_back(std::move(bar));
    figure.rows.push_back(std::move(row));
  }
  figure.svg = bar_chart(chart);
  return figure;
}

Figure memory_figure(const Bench& bench) {
  Figure figure{"memory", "Resident memory after the bench", "", "", {"Program", "memory"}, {}};
  BarChart chart{"memory-chart", figure.title, "", Unit::bytes, {}};
  for (const Bench::Contestant& each : bench.contestants) {
    if (each.resident_mb_after == 0) continue;              // files of nginx: there is no program
    const double bytes = each.resident_mb_after * 1048576;  // the file's MB are of 2^20 bytes
    chart.bars.push_back({short_title(each.title), {{"resident", "phase-app", bytes}}});
    figure.rows.push_back({each.title, bytes_text(bytes)});
    chart.description += each.title + ": " + bytes_text(bytes) + ". ";
  }
  figure.svg = bar_chart(chart);
  return figure;
}

Figure newest_counts(const InstructionCounts& counts) {
  Figure figure{"counted", "What one request costs", "", "", {"Page"}, {}};
  for (const Measure& measure : measures) figure.head.emplace_back(measure.title);
  for (const InstructionCounts::Page& page : counts.pages) {
    figure.rows.push_back(counts_row(page.title, page));
    if (const auto* floor = page_named(counts.floor, page.name))
      figure.rows.push_back(counts_row(page.title + ": the floor", *floor));
  }
  return figure;
}

std::vector<CountHistory> count_histories(const std::vector<const InstructionCounts*>& counts) {
  if (counts.size() < 2) return {};
  const std::vector<const InstructionCounts*> shown(
      counts.end() - static_cast<std::ptrdiff_t>(std::min(counts.size(), max_commits)), counts.end());
  std::vector<CountHistory> histories;
  for (const std::size_t at : drawn) {
    CountHistory history{std::string("history-") + measures[at].id, measures[at].title, {}};
    for (const InstructionCounts::Page& page : shown.back()->pages) {
      Figure figure = history_of(measures[at], page, shown);
      if (!figure.svg.empty()) history.figures.push_back(std::move(figure));
    }
    if (!history.figures.empty()) histories.push_back(std::move(history));
  }
  return histories;
}

}  // namespace caseload::site
