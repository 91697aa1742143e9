#include <algorithm>

#include "core/numbers.hpp"
#include "draw/charts.hpp"
#include "draw/figures.hpp"

namespace caseload::site {
namespace {

constexpr std::string_view per_second = " a second";

bool is_shown(const Measurement& each) {
  return each.purpose == "at-once" && each.users && each.throughput_per_second;
}

std::string rate_text(const Measurement& each) {
  return significant(*each.throughput_per_second, 3);
}

std::string requests_text(std::int64_t users) {
  return std::to_string(users) + (users == 1 ? " at a time" : " at once");
}

std::string errors_text(const VariantResult& variant) {
  std::int64_t errors = 0;
  for (const Measurement& each : variant.measurements) {
    if (!is_shown(each)) continue;
    if (!each.errors) return "not measured";
    errors += *each.errors;
  }
  return grouped(errors);
}

}  // namespace

std::optional<Figure> at_once_figure(const Case& the_case, const CaseResult& result) {
  Figure figure{"at-once", "Throughput by number of requests at once", "", "", {"Variant"}, {}};
  LineChart chart;
  chart.id = figure.id + "-chart";
  chart.title = figure.title;
  chart.x_label = "requests at once";
  chart.y_label = "requests a second";
  std::vector<std::int64_t> columns;
  for (const VariantResult& variant : result.variants)
    for (const Measurement& each : variant.measurements)
      if (is_shown(each) && std::ranges::find(columns, *each.users) == columns.end())
        columns.push_back(*each.users);
  std::ranges::sort(columns);
  for (const std::int64_t users : columns) figure.head.push_back(requests_text(users));
  figure.head.emplace_back("errors");
  for (const VariantResult& variant : result.variants) {
    Series series{variant.name, colour_of(the_case, variant.name), {}};
    std::vector<std::string> row{variant.name};
    for (const std::int64_t users : columns) {
      const auto at = std::ranges::find_if(variant.measurements, [&](const Measurement& each) {
        return is_shown(each) && *each.users == users;
      });
      if (at == variant.measurements.end()) {
        row.emplace_back("not measured");
        continue;
      }
      row.push_back(rate_text(*at) + std::string(per_second));
      series.points.push_back({static_cast<double>(users),
                               *at->throughput_per_second,
                               {},
                               rate_text(*at) + std::string(per_second) + ", " + requests_text(users)});
    }
    if (series.points.empty()) continue;
    row.push_back(errors_text(variant));
    chart.description += variant.name + ": " + row[1] + ", " + figure.head[1] + "; " + row[row.size() - 2] +
                         ", " + figure.head[figure.head.size() - 2] + ". ";
    figure.rows.push_back(std::move(row));
    chart.series.push_back(std::move(series));
  }
  if (columns.size() < 2 || chart.series.empty()) return std::nullopt;
  figure.note =
      "The axis shows the number of users. Each sends the next request when the response to the last one has "
      "arrived. " +
      chart.description;
  figure.svg = line_chart(chart);
  return figure;
}

}  // namespace caseload::site
