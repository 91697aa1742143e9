#include <algorithm>

#include "core/numbers.hpp"
#include "draw/charts.hpp"
#include "draw/figures.hpp"
#include "read/evidence_text.hpp"
#include "read/slug.hpp"

namespace caseload::site {
namespace {

Unit unit_of(const Curve& curve) {
  if (curve.unit == "us") return Unit::microseconds;
  return curve.unit == "bytes" ? Unit::bytes : Unit::count;
}

std::string key_title(const std::string& key) {
  return key == "service-time" ? "Request time (median)" : title_of_key(key);
}

bool is_described(const Case& the_case, const std::string& key) {
  // Ladders are of first visits, of which a claim about repeated ones says nothing.
  return key == "service-time" ||
         std::any_of(the_case.claims.begin(), the_case.claims.end(),
                     [&](const Claim& each) {
                       return name_of(each.key) == key && each.when == When::any && !each.on_floor;
                     }) ||
         std::any_of(the_case.growth.begin(), the_case.growth.end(),
                     [&](const Growth& each) { return name_of(each.key) == key; });
}

std::string exponent_text(const Curve& curve) {
  if (!curve.exponent) return "not measured";
  std::string text = plain_decimal(*curve.exponent, 2);
  if (text.front() == '-') text.replace(0, 1, "−");
  const std::string error = plain_decimal(curve.exponent_error.value_or(0), 2);
  return error == "0" ? text : text + " ± " + error;
}

std::string grows_text(const std::string& knob) {
  if (knob == "dataset") return "as the dataset grows";
  return knob == "n" ? "as n grows" : "by " + knob;  // "as page grows" would be wrong
}

// There is only this much space beside an axis; the title has the full text.
std::string axis_text(const Curve& curve) {
  constexpr std::size_t max_characters = 27;
  std::string text = key_title(curve.key);
  if (text.size() <= max_characters) return text;
  return unit_of(curve) == Unit::bytes ? "bytes" : unit_of(curve) == Unit::microseconds ? "time" : "count";
}

// True if a curve is constant: counts exactly, bytes within what is visible. Times always vary and get a
// chart.
bool stays(const Curve& curve) {
  if (unit_of(curve) == Unit::microseconds || curve.points.empty()) return false;
  const auto [lowest, highest] =
      std::minmax_element(curve.points.begin(), curve.points.end(),
                          [](const Curve::At& a, const Curve::At& b) { return a.value < b.value; });
  return highest->value <= lowest->value * (unit_of(curve) == Unit::bytes ? 1.02 : 1);
}

// A row for what would be a chart of flat lines.
std::vector<std::string> constant_row(const Case& the_case, const std::vector<const Curve*>& curves) {
  std::vector<std::string> row = {key_title(curves.front()->key) + " " + grows_text(curves.front()->over)};
  for (const Variant& variant : the_case.variants) {
    const auto curve = std::find_if(curves.begin(), curves.end(),
                                    [&](const Curve* each) { return each->variant == variant.name; });
    row.push_back(curve == curves.end() ? "not measured"
                                        : in_unit((*curve)->points.front().value, unit_of(**curve)));
  }
  return row;
}

// What to see: "From n 10 to n 640, slow grows from 11 to 641 and fast stays at 1."
std::string caption(const std::vector<const Curve*>& curves, Unit unit) {
  const Curve& first = *curves.front();
  std::string text = "From " + first.over + " " + first.points.front().at + " to " + first.over + " " +
                     first.points.back().at + ", ";
  for (const Curve* curve : curves) {
    const double begin = curve->points.front().value;
    const double end = curve->points.back().value;
    if (curve != curves.front()) text += curve == curves.back() ? " and " : ", ";
    text += curve->variant;
    if (in_unit(begin, unit) == in_unit(end, unit))
      text += " stays at " + in_unit(end, unit);
    else
      text += (end > begin ? " grows from " : " falls from ") + in_unit(begin, unit) + " to " +
              in_unit(end, unit);
  }
  return text + ".";
}

Figure growth_figure(const Case& the_case, const std::vector<const Curve*>& curves) {
  const Curve& first = *curves.front();
  Figure figure;
  figure.id = slug_of("growth-" + first.key + "-over-" + first.over);
  figure.title = key_title(first.key) + " " + grows_text(first.over);
  LineChart chart;
  chart.id = figure.id + "-chart";
  chart.title = figure.title;
  chart.x_label = first.over == "dataset" ? "dataset, times the smallest" : first.over;
  chart.y_label = axis_text(first);
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
    Series series{curve->variant, colour_of(the_case, curve->variant), {}};
    std::vector<std::string> row = {curve->variant};
    for (const Curve::At& column : columns) {
      const auto at = std::find_if(curve->points.begin(), curve->points.end(),
                                   [&](const Curve::At& each) { return each.size == column.size; });
      row.push_back(at == curve->points.end() ? "not measured" : in_unit(at->value, chart.y_unit));
    }
    for (const Curve::At& at : curve->points)
      series.points.push_back(
          {at.size, at.value, {}, in_unit(at.value, chart.y_unit) + " at " + first.over + " " + at.at});
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
  figure.note = caption(curves, chart.y_unit);
  if (!exponents.empty())
    figure.note += " Fitted exponent (0: constant, 1: linear, 2: quadratic): " + exponents + ".";
  figure.svg = line_chart(chart);
  return figure;
}

}  // namespace

std::vector<Figure> growth_figures(const Case& the_case, const CaseResult& result) {
  std::vector<Figure> figures;
  Figure staying{"unchanging", "What stays constant", "", "", {"Measure"}, {}};
  for (const Variant& variant : the_case.variants) staying.head.push_back(variant.name);
  std::vector<std::pair<std::string, std::string>> done;
  for (const Curve& curve : result.growth) {
    const std::pair<std::string, std::string> what(curve.key, curve.over);
    if (!is_described(the_case, curve.key) || std::find(done.begin(), done.end(), what) != done.end())
      continue;
    done.push_back(what);
    std::vector<const Curve*> curves;
    for (const Variant& variant : the_case.variants)
      for (const Curve& each : result.growth)
        if (each.key == curve.key && each.over == curve.over && each.variant == variant.name &&
            !each.points.empty())
          curves.push_back(&each);
    if (curves.empty()) continue;
    if (std::all_of(curves.begin(), curves.end(), [](const Curve* each) { return stays(*each); })) {
      staying.rows.push_back(constant_row(the_case, curves));
      continue;
    }
    Figure figure = growth_figure(the_case, curves);
    if (!figure.svg.empty()) figures.push_back(std::move(figure));
  }
  if (!staying.rows.empty()) figures.push_back(std::move(staying));
  return figures;
}

}  // namespace caseload::site
