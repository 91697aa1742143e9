#include <algorithm>
#include <cmath>

#include "charts.hpp"
#include "evidence_keys.hpp"
#include "figures.hpp"
#include "numbers.hpp"
#include "slug.hpp"

namespace caseload::site {
namespace {

Unit unit_of(const Curve& curve) {
  if (curve.unit == "us") return Unit::microseconds;
  return curve.unit == "bytes" ? Unit::bytes : Unit::count;
}

std::string key_title(const std::string& key) {
  return key == "service-time" ? "Time of a request (median)" : title_of_key(key);
}

bool is_told(const CaseInfo& info, const std::string& key) {
  const auto has_key = [&](const auto& each) { return each.key == key; };
  return key == "service-time" || std::any_of(info.claims.begin(), info.claims.end(), has_key) ||
         std::any_of(info.growth.begin(), info.growth.end(), has_key);
}

std::string exponent_text(const Curve& curve) {
  if (!curve.exponent) return "not measured";
  std::string text = significant(std::round(*curve.exponent * 100) / 100, 3);
  if (curve.exponent_error) text += " ± " + significant(*curve.exponent_error, 2);
  return text;
}

Figure growth_figure(const CaseInfo& info, const std::vector<const Curve*>& curves) {
  const Curve& first = *curves.front();
  Figure figure;
  figure.id = slug_of("growth-" + first.key + "-over-" + first.over);
  figure.title = key_title(first.key) + " as " + first.over + " grows";
  LineChart chart;
  chart.id = figure.id + "-chart";
  chart.title = figure.title;
  chart.x_label = first.over == "dataset" ? "dataset, times the smallest" : first.over;
  chart.y_label = key_title(first.key);
  chart.y_unit = unit_of(first);
  std::vector<Curve::At> columns;
  for (const Curve* curve : curves)
    for (const Curve::At& at : curve->points)
      if (std::none_of(columns.begin(), columns.end(),
                       [&](const Curve::At& each) { return each.size == at.size; }))
        columns.push_back(at);
  std::sort(columns.begin(), columns.end(),
            [](const Curve::At& a, const Curve::At& b) { return a.size < b.size; });
  figure.head = {"Variant"};
  for (const Curve::At& column : columns) figure.head.push_back(first.over + " " + column.at);
  figure.head.emplace_back("fitted exponent");
  std::string exponents;
  for (const Curve* curve : curves) {
    Series series{curve->variant, colour_of(info, curve->variant), {}};
    std::vector<std::string> row = {curve->variant};
    for (const Curve::At& column : columns) {
      const auto at = std::find_if(curve->points.begin(), curve->points.end(),
                                   [&](const Curve::At& each) { return each.size == column.size; });
      row.push_back(at == curve->points.end() ? "not measured" : in_unit(at->value, chart.y_unit));
    }
    for (const Curve::At& at : curve->points) series.points.push_back({at.size, at.value, {}});
    if (!curve->points.empty())
      chart.description += curve->variant + ": from " + in_unit(curve->points.front().value, chart.y_unit) +
                           " at " + curve->points.front().at + " to " +
                           in_unit(curve->points.back().value, chart.y_unit) + " at " +
                           curve->points.back().at + ". ";
    row.push_back(exponent_text(*curve));
    if (curve->exponent)
      exponents += (exponents.empty() ? "" : "; ") + curve->variant + " " + exponent_text(*curve);
    figure.rows.push_back(std::move(row));
    chart.series.push_back(std::move(series));
  }
  if (!exponents.empty())
    figure.note = "Fitted exponent (0 stays, 1 grows in step, 2 with the square): " + exponents + ".";
  figure.svg = line_chart(chart);
  return figure;
}

}  // namespace

std::vector<Figure> growth_figures(const CaseInfo& info, const CaseResult& result) {
  std::vector<Figure> figures;
  std::vector<std::pair<std::string, std::string>> done;
  for (const Curve& curve : result.growth) {
    const std::pair<std::string, std::string> what(curve.key, curve.over);
    if (!is_told(info, curve.key) || std::find(done.begin(), done.end(), what) != done.end()) continue;
    done.push_back(what);
    std::vector<const Curve*> curves;
    for (const VariantInfo& variant : info.variants)
      for (const Curve& each : result.growth)
        if (each.key == curve.key && each.over == curve.over && each.variant == variant.name &&
            !each.points.empty())
          curves.push_back(&each);
    if (curves.empty()) continue;
    Figure figure = growth_figure(info, curves);
    if (!figure.svg.empty()) figures.push_back(std::move(figure));
  }
  return figures;
}

}  // namespace caseload::site
