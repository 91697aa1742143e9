#include "draw/figures.hpp"

#include <algorithm>

#include "core/numbers.hpp"
#include "draw/charts.hpp"

namespace caseload::site {
namespace {

constexpr double shown_share = 0.99;  // of the requests; the table has the maximum of the rest

struct Distribution {
  const Variant* variant;
  const Measurement* measurement;
  const Times* times;
};

const Times* times_of(const Measurement& measurement, bool paced) {
  if (paced) return measurement.response_time ? &*measurement.response_time : nullptr;
  return measurement.service_time ? &*measurement.service_time : nullptr;
}

std::vector<Distribution> distributions(const Case& the_case, const CaseResult& result,
                                        std::string_view purpose, bool paced, const Names& knobs) {
  std::vector<Distribution> found;
  for (const Variant& variant : the_case.variants) {
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

// The percentage of requests served within a time: one step per bucket, reduced to what a chart can show.
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

// Of the blocks behind the ratio, so that chart and headline agree, or at a steady rate.
std::optional<Figure> latency(const Case& the_case, const CaseResult& result, const Headline& headline,
                              bool paced) {
  const std::vector<Distribution> all =
      distributions(the_case, result, paced ? "paced" : "pairs", paced, headline.knobs);
  if (all.empty()) return std::nullopt;
  const std::string id = paced ? "steady-latency" : "latency";
  Figure figure{id, paced ? "How long requests take at a steady rate" : "How long requests take", "",
                "", {"Variant", "p50", "p90", "p99", "p99.9", "maximum", "requests", "errors"},   {}};
  figure.note = paced
                    ? "Open load: requests start by a clock, and each time counts from the intended start, "
                      "so that a stall shows in every request it delayed. All variants get the same rate; "
                      "between requests the machine rests, so the times differ from those behind the ratio."
                    : "Closed load, one user: each request starts when the last response has arrived. These "
                      "are the requests behind the ratio.";
  double end = 0;
  for (const Distribution& each : all) end = std::max(end, quantile(each.times->histogram, shown_share));
  LineChart chart{id + "-chart",
                  "Share of requests served within a given time",
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
        {each.variant->name, colour_of(the_case, each.variant->name), cumulative(histogram, end)});
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
  figure.note += " The axis ends where 99 % of the slowest variant's requests have been served.";
  figure.svg = line_chart(chart);
  return figure;
}

std::optional<Figure> trivial_page(const Case& the_case, const CaseResult& result, const Headline& headline) {
  Figure figure{"floor",
                "On a trivial page",
                "A page that does nothing, behind the same steps. It shows what every page pays before its "
                "own work starts. One user.",
                "",
                {"Variant", "p50", "p90", "requests", "errors"},
                {}};
  BarChart chart{"floor-chart", "Half of the trivial pages were served within", "", Unit::microseconds, {}};
  for (const Distribution& each : distributions(the_case, result, "floor", false, headline.knobs)) {
    const double half = quantile(each.times->histogram, 0.5);
    chart.bars.push_back(
        {each.variant->name, {{each.variant->name, colour_of(the_case, each.variant->name), half}}});
    chart.description += each.variant->name + ": " + duration_text(half) + ". ";
    figure.rows.push_back({each.variant->name, percentile_text(*each.times, "p50"),
                           percentile_text(*each.times, "p90"),
                           each.measurement->requests ? grouped(*each.measurement->requests) : "not measured",
                           each.measurement->errors ? grouped(*each.measurement->errors) : "not measured"});
  }
  figure.svg = bar_chart(chart);
  if (figure.svg.empty()) return std::nullopt;
  return figure;
}

// The measure that leads the page leads its charts too.
bool is_about(const Figure& figure, std::string_view key) {
  if (key.empty()) return false;
  if (key.starts_with(name_of(Key::mem_peak))) return figure.id.starts_with("memory");
  return figure.id == key || figure.id.starts_with("growth-" + std::string(key) + "-over-");
}

}  // namespace

std::string colour_of(const Case& the_case, std::string_view variant) {
  int slow = 0;
  int fast = 0;
  for (const Variant& each : the_case.variants) {
    const int place = each.pace == Pace::slow ? ++slow : ++fast;
    if (each.name == variant)
      return std::string(name_of(each.pace)) + (place > 1 ? "-" + std::to_string(std::min(place, 3)) : "");
  }
  return "other";
}

std::vector<Figure> figures_of(const Case& the_case, const CaseResult& result, const Headline& headline) {
  std::vector<Figure> figures;
  if (auto figure = latency(the_case, result, headline, false)) figures.push_back(std::move(*figure));
  if (auto figure = latency(the_case, result, headline, true)) figures.push_back(std::move(*figure));
  if (auto figure = at_once_figure(the_case, result)) figures.push_back(std::move(*figure));
  if (auto figure = trivial_page(the_case, result, headline)) figures.push_back(std::move(*figure));
  for (Figure& figure : growth_figures(the_case, result)) figures.push_back(std::move(figure));
  for (Figure& figure : work_figures(the_case, result, headline)) figures.push_back(std::move(figure));
  std::ranges::stable_partition(figures,
                                [&](const Figure& figure) { return is_about(figure, headline.key); });
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
                        {"svg", figure.svg.empty() ? Value() : Value(figure.svg)},
                        {"head", std::move(head)},
                        {"rows", std::move(rows)}});
}

}  // namespace caseload::site
