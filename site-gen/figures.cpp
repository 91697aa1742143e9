#include "figures.hpp"

#include <algorithm>
#include <cmath>

#include "charts.hpp"
#include "evidence_keys.hpp"
#include "html.hpp"
#include "numbers.hpp"

namespace caseload::site {
namespace {

constexpr double shown_share = 0.99;  // of the requests; the rest is in the table, as the maximum

struct Distribution {
  const VariantInfo* variant;
  const Measurement* measurement;
  const Times* times;
};

const Times* times_of(const Measurement& measurement, bool paced) {
  if (paced) return measurement.response_time ? &*measurement.response_time : nullptr;
  return measurement.service_time ? &*measurement.service_time : nullptr;
}

std::vector<Distribution> distributions(const CaseInfo& info, const CaseResult& result,
                                        std::string_view purpose, bool paced, const Names& knobs) {
  std::vector<Distribution> found;
  for (const VariantInfo& variant : info.variants) {
    const VariantResult* seen = result.variant(variant.name);
    if (seen == nullptr) continue;
    for (const Measurement& each : seen->measurements) {
      const Times* times = times_of(each, paced);
      if (each.purpose != purpose || times == nullptr || !same_knobs(each.knobs, knobs)) continue;
      found.push_back({&variant, &each, times});
      break;
    }
  }
  return found;
}

double quantile(const Histogram& histogram, double share) {
  std::int64_t seen = 0;
  for (const auto& [lowest, count] : histogram.buckets) {
    seen += count;
    if (static_cast<double>(seen) >= share * static_cast<double>(histogram.count))
      return static_cast<double>(histogram.bucket_end(lowest));
  }
  return 0;
}

// Share of the requests answered within a time, in percent: a step a bucket, thinned to what a chart can
// show.
std::vector<Point> cumulative(const Histogram& histogram, double end) {
  std::vector<Point> points;
  std::int64_t seen = 0;
  const double total = static_cast<double>(histogram.count);
  points.push_back({static_cast<double>(histogram.buckets.front().first), 0, {}});
  for (const auto& [lowest, count] : histogram.buckets) {
    seen += count;
    const Point next{
        static_cast<double>(histogram.bucket_end(lowest)), 100 * static_cast<double>(seen) / total, {}};
    if (next.x > end) break;
    const Point& last = points.back();
    if (next.x - last.x >= end / 200 || next.y - last.y >= 0.5 || seen == histogram.count)
      points.push_back(next);
  }
  return points;
}

std::string percentile_text(const Times& times, std::string_view name) {
  for (const auto& [key, microseconds] : times.percentiles)
    if (key == name) return duration_text(microseconds);
  return "not measured";
}

std::optional<Figure> latency(const CaseInfo& info, const CaseResult& result, const Headline& headline) {
  bool paced = true;
  std::vector<Distribution> all = distributions(info, result, "paced", true, headline.knobs);
  if (all.size() < 2) {
    paced = false;
    all = distributions(info, result, "pairs", false, headline.knobs);
  }
  if (all.empty()) return std::nullopt;
  Figure figure{"latency",
                "How long requests take",
                "",
                "",
                {"Variant", "p50", "p90", "p99", "p99.9", "maximum", "requests", "errors"},
                {}};
  figure.note = paced ? "Open load: requests start by a clock, and each time counts from the intended start, "
                        "so that a stall shows in every request it held up."
                      : "Closed load, one user: each request starts when the last is answered.";
  double end = 0;
  for (const Distribution& each : all) end = std::max(end, quantile(each.times->histogram, shown_share));
  LineChart chart{"latency-chart",
                  "Share of requests answered within a time",
                  "",
                  "time",
                  Unit::microseconds,
                  "share of requests",
                  Unit::percent,
                  {},
                  false,
                  100,
                  false,
                  {}};
  for (const Distribution& each : all) {
    const Histogram& histogram = each.times->histogram;
    chart.series.push_back(
        {each.variant->name, colour_of(info, each.variant->name), cumulative(histogram, end)});
    chart.description += each.variant->name + ": half of the requests took up to " +
                         duration_text(quantile(histogram, 0.5)) + ", 99 percent up to " +
                         duration_text(quantile(histogram, 0.99)) + ". ";
    figure.rows.push_back(
        {each.variant->name, percentile_text(*each.times, "p50"), percentile_text(*each.times, "p90"),
         percentile_text(*each.times, "p99"), percentile_text(*each.times, "p99.9"),
         histogram.maximum ? duration_text(static_cast<double>(*histogram.maximum)) : "not measured",
         each.measurement->requests ? grouped(*each.measurement->requests) : "not measured",
         each.measurement->errors ? grouped(*each.measurement->errors) : "not measured"});
  }
  figure.note += " The axis ends where 99 % of the slowest variant's requests are answered.";
  figure.svg = line_chart(chart);
  return figure;
}

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

std::vector<Figure> growth(const CaseInfo& info, const CaseResult& result) {
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

std::optional<Figure> phases(const CaseInfo& info, const CaseResult& result, const Headline& headline) {
  Figure figure{"work", "Where the time goes", "One request of each, seen by a probe off the clock.",
                "",     {"Variant"},           {}};
  BarChart chart{"work-chart", "Work by phase of the request", "", Unit::microseconds, {}};
  std::vector<std::string> names;
  std::vector<std::pair<const VariantInfo*, const Observation*>> seen;
  for (const VariantInfo& variant : info.variants) {
    const VariantResult* found = result.variant(variant.name);
    const Observation* observation = found == nullptr ? nullptr : observation_of(*found, headline.knobs);
    if (observation == nullptr || observation->phases.empty()) continue;
    seen.emplace_back(&variant, observation);
    for (const Phase& phase : observation->phases)
      if (std::find(names.begin(), names.end(), phase.name) == names.end()) names.push_back(phase.name);
  }
  for (const std::string& name : names) figure.head.push_back(name);
  for (const auto& [variant, observation] : seen) {
    Bar bar{variant->name, {}};
    std::vector<std::string> row = {variant->name};
    for (const std::string& name : names) {
      const auto phase = std::find_if(observation->phases.begin(), observation->phases.end(),
                                      [&](const Phase& each) { return each.name == name; });
      if (phase == observation->phases.end() || !phase->wall_us) {
        row.emplace_back("not measured");
        continue;
      }
      bar.parts.push_back({name, "phase-" + slug_of(name), static_cast<double>(*phase->wall_us)});
      row.push_back(*phase->wall_us == 0 ? "under 1 µs"
                                         : duration_text(static_cast<double>(*phase->wall_us)));
    }
    for (const BarPart& part : bar.parts)
      if (part.value > 0)
        chart.description += variant->name + ", " + part.label + ": " + duration_text(part.value) + ". ";
    chart.bars.push_back(std::move(bar));
    figure.rows.push_back(std::move(row));
  }
  figure.svg = bar_chart(chart);
  if (figure.svg.empty()) return std::nullopt;
  return figure;
}

std::optional<Figure> memory(const CaseInfo& info, const CaseResult& result, const Headline& headline) {
  struct Owner {
    const char* key;
    const char* label;
    const char* colour;
  };
  constexpr Owner owners[] = {{"mem-peak-driver", "driver", "phase-db"},
                              {"mem-peak-app", "app", "phase-app"},
                              {"mem-peak-render", "rendering", "phase-render"}};
  Figure figure{"memory",
                "Memory at the peak",
                "The highest of each owner in one request; the peaks need not come at the same moment.",
                "",
                {"Variant", "driver's buffers", "app", "rendering", "whole request"},
                {}};
  BarChart chart{"memory-chart", "Peak memory by owner", "", Unit::bytes, {}};
  for (const VariantInfo& variant : info.variants) {
    const VariantResult* found = result.variant(variant.name);
    const Observation* observation = found == nullptr ? nullptr : observation_of(*found, headline.knobs);
    if (observation == nullptr) continue;
    Bar bar{variant.name, {}};
    std::vector<std::string> row = {variant.name};
    for (const Owner& owner : owners) {
      const auto bytes = observation->count(owner.key);
      row.push_back(bytes ? bytes_text(static_cast<double>(*bytes)) : "not measured");
      if (bytes) bar.parts.push_back({owner.label, owner.colour, static_cast<double>(*bytes)});
      if (bytes && *bytes > 0)
        chart.description +=
            variant.name + ", " + owner.label + ": " + bytes_text(static_cast<double>(*bytes)) + ". ";
    }
    const auto whole = observation->count("mem-peak");
    row.push_back(whole ? bytes_text(static_cast<double>(*whole)) : "not measured");
    if (bar.parts.empty()) continue;
    chart.bars.push_back(std::move(bar));
    figure.rows.push_back(std::move(row));
  }
  figure.svg = bar_chart(chart);
  if (figure.svg.empty()) return std::nullopt;
  return figure;
}

}  // namespace

std::string colour_of(const CaseInfo& info, std::string_view variant) {
  int slow = 0;
  int fast = 0;
  for (const VariantInfo& each : info.variants) {
    const int place = each.slow ? ++slow : ++fast;
    if (each.name == variant)
      return std::string(each.slow ? "slow" : "fast") +
             (place > 1 ? "-" + std::to_string(std::min(place, 3)) : "");
  }
  return "other";
}

std::vector<Figure> figures_of(const CaseInfo& info, const CaseResult& result, const Headline& headline) {
  std::vector<Figure> figures;
  if (auto figure = latency(info, result, headline)) figures.push_back(std::move(*figure));
  for (Figure& figure : growth(info, result)) figures.push_back(std::move(figure));
  if (auto figure = phases(info, result, headline)) figures.push_back(std::move(*figure));
  if (auto figure = memory(info, result, headline)) figures.push_back(std::move(*figure));
  return figures;
}

Value figure_value(const Figure& figure) {
  Value head = Value::list();
  for (std::size_t i = 0; i < figure.head.size(); ++i)
    head.add(Value::object({{"text", figure.head[i]}, {"number", i > 0}}));
  Value rows = Value::list();
  for (const auto& row : figure.rows) {
    Value cells = Value::list();
    for (std::size_t i = 1; i < row.size(); ++i) cells.add(row[i]);
    rows.add(Value::object({{"name", row.empty() ? std::string() : row[0]}, {"cells", std::move(cells)}}));
  }
  return Value::object({{"id", figure.id},
                        {"title", figure.title},
                        {"note", figure.note.empty() ? Value() : Value(figure.note)},
                        {"svg", figure.svg},
                        {"head", std::move(head)},
                        {"rows", std::move(rows)}});
}

}  // namespace caseload::site
