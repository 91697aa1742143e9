#include <algorithm>

#include "core/numbers.hpp"
#include "draw/charts.hpp"
#include "draw/figures.hpp"
#include "read/slug.hpp"

namespace caseload::site {
namespace {

// Old runs recorded every entry of Server-Timing, including the sum of the phases.
bool is_sum(const Phase& phase) {
  return phase.name == "total";
}

std::string request_text(const Headline& headline) {
  return headline.warm ? "One repeated request to each variant" : "One request to each variant";
}

std::optional<Figure> phases(const Case& the_case, const CaseResult& result, const Headline& headline) {
  Figure figure{"work",
                "Where the time goes",
                request_text(headline) + ", recorded by a probe. Probes are not part of the measured times.",
                "",
                {"Variant"},
                {}};
  BarChart chart{"work-chart", "Work by phase of the request", "", Unit::microseconds, {}};
  std::vector<std::string> names;
  std::vector<std::pair<const Variant*, const Observation*>> seen;
  for (const Variant& variant : the_case.variants) {
    const VariantResult* found = result.variant(variant.name);
    const Observation* observation = found == nullptr ? nullptr : observation_of(*found, headline);
    if (observation == nullptr || observation->phases.empty()) continue;
    seen.emplace_back(&variant, observation);
    for (const Phase& phase : observation->phases)
      if (!is_sum(phase) && std::find(names.begin(), names.end(), phase.name) == names.end())
        names.push_back(phase.name);
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

std::optional<double> median_of(const std::optional<Times>& times) {
  if (times)
    for (const auto& [name, microseconds] : times->percentiles)
      if (name == "p50") return microseconds;
  return std::nullopt;
}

// For cases whose fix sends the first byte sooner.
std::optional<Figure> first_byte(const Case& the_case, const CaseResult& result, const Headline& headline) {
  if (headline.key != name_of(Key::first_byte)) return std::nullopt;
  Figure figure{
      std::string(name_of(Key::first_byte)),
      "Until the first byte",
      "Medians while the variants took turns, with one user. Nothing is on the screen before the first byte.",
      "",
      {"Variant", "first byte", "whole response"},
      {}};
  BarChart chart{figure.id + "-chart", "Time until the first byte and after it", "", Unit::microseconds, {}};
  for (const Variant& variant : the_case.variants) {
    const VariantResult* found = result.variant(variant.name);
    if (found == nullptr) continue;
    for (const Measurement& each : found->measurements) {
      const auto first = median_of(each.first_byte);
      const auto whole = median_of(each.service_time);
      if (each.purpose != "pairs" || !first || !whole || !same_knobs(each.knobs, headline.knobs)) continue;
      chart.bars.push_back({variant.name,
                            {{"until the first byte", "phase-app", *first},
                             {"rest of the response", "phase-send", std::max(*whole - *first, 0.0)}}});
      chart.description += variant.name + ": first byte after " + duration_text(*first) +
                           ", whole response after " + duration_text(*whole) + ". ";
      figure.rows.push_back({variant.name, duration_text(*first), duration_text(*whole)});
      break;
    }
  }
  figure.svg = bar_chart(chart);
  if (figure.svg.empty()) return std::nullopt;
  return figure;
}

std::optional<Figure> memory(const Case& the_case, const CaseResult& result, const Headline& headline) {
  struct Owner {
    Key key;
    const char* label;
    const char* colour;
  };
  constexpr Owner owners[] = {{Key::mem_peak_driver, "driver", "phase-db"},
                              {Key::mem_peak_app, "application", "phase-app"},
                              {Key::mem_peak_render, "rendering", "phase-render"}};
  Figure figure{
      "memory",
      "Peak memory",
      "The most memory that each part held during one request. The peaks need not occur at the same moment.",
      "",
      {"Variant", "driver's buffers", "application", "rendering", "whole request"},
      {}};
  BarChart chart{"memory-chart", "Peak memory by part", "", Unit::bytes, {}};
  for (const Variant& variant : the_case.variants) {
    const VariantResult* found = result.variant(variant.name);
    const Observation* observation = found == nullptr ? nullptr : observation_of(*found, headline);
    if (observation == nullptr) continue;
    Bar bar{variant.name, {}};
    std::vector<std::string> row = {variant.name};
    for (const Owner& owner : owners) {
      const auto bytes = observation->count(name_of(owner.key));
      row.push_back(bytes ? bytes_text(static_cast<double>(*bytes)) : "not measured");
      if (bytes) bar.parts.push_back({owner.label, owner.colour, static_cast<double>(*bytes)});
      if (bytes && *bytes > 0)
        chart.description +=
            variant.name + ", " + owner.label + ": " + bytes_text(static_cast<double>(*bytes)) + ". ";
    }
    const auto whole = observation->count(name_of(Key::mem_peak));
    row.push_back(whole ? bytes_text(static_cast<double>(*whole)) : "not measured");
    if (bar.parts.empty()) continue;
    chart.bars.push_back(std::move(bar));
    figure.rows.push_back(std::move(row));
  }
  figure.svg = bar_chart(chart);
  if (figure.svg.empty()) return std::nullopt;
  return figure;
}

constexpr std::optional<std::int64_t> MemorySample::*owners[] = {&MemorySample::driver, &MemorySample::app,
                                                                 &MemorySample::render};

std::int64_t in_use(const MemorySample& sample) {
  std::int64_t bytes = 0;
  for (const auto owner : owners) bytes += (sample.*owner).value_or(0);
  return bytes;
}

// More rows would add no information and slow down the browser.
constexpr std::size_t max_moments = 16;

std::optional<Figure> memory_over_time(const Case& the_case, const CaseResult& result,
                                       const Headline& headline) {
  Figure figure{
      "memory-over-time",
      "Memory over the life of a request",
      "The first request to each variant, recorded by a probe. A flat line means that memory stays constant "
      "however long the response gets. A rising line means that the whole response or result is held in "
      "memory. The table lists the highest sample and a few others.",
      "",
      {"Time", "driver's buffers", "application", "rendering", "total"},
      {}};
  LineChart chart{"memory-over-time-chart",
                  "Memory in use over time",
                  "",
                  "time since the start of the request",
                  Unit::microseconds,
                  "bytes in use",
                  Unit::bytes,
                  {},
                  false,
                  0,
                  false,
                  {}};
  for (const Variant& variant : the_case.variants) {
    const VariantResult* found = result.variant(variant.name);
    const Observation* observation = found == nullptr ? nullptr : observation_of(*found, headline.knobs);
    if (observation == nullptr || observation->memory.size() < 2) continue;
    Series series{variant.name, colour_of(the_case, variant.name), {}};
    const std::vector<MemorySample>& samples = observation->memory;
    const auto highest =
        std::max_element(samples.begin(), samples.end(),
                         [](const MemorySample& a, const MemorySample& b) { return in_use(a) < in_use(b); });
    const std::int64_t peak = in_use(*highest);
    const std::size_t every = (samples.size() + max_moments - 1) / max_moments;
    for (std::size_t i = 0; i < samples.size(); ++i) {
      const MemorySample& sample = samples[i];
      const auto at_us = static_cast<double>(sample.at_us);
      const std::int64_t bytes = in_use(sample);
      series.points.push_back({at_us, static_cast<double>(bytes), {}});
      if (i % every != 0 && &sample != &*highest) continue;
      std::vector<std::string> row = {variant.name + ", " + in_unit(at_us, Unit::microseconds)};
      for (const auto owner : owners)
        row.push_back(sample.*owner ? bytes_text(static_cast<double>(*(sample.*owner))) : "not measured");
      row.push_back(bytes_text(static_cast<double>(bytes)));
      figure.rows.push_back(std::move(row));
    }
    chart.description += variant.name + ": at most " + bytes_text(static_cast<double>(peak)) + " in " +
                         duration_text(static_cast<double>(observation->memory.back().at_us)) + ". ";
    chart.series.push_back(std::move(series));
  }
  figure.svg = line_chart(chart);
  if (figure.svg.empty()) return std::nullopt;
  return figure;
}

}  // namespace

std::vector<Figure> work_figures(const Case& the_case, const CaseResult& result, const Headline& headline) {
  std::vector<Figure> figures;
  for (auto make : {&first_byte, &phases, &memory, &memory_over_time})
    if (auto figure = make(the_case, result, headline)) figures.push_back(std::move(*figure));
  return figures;
}

}  // namespace caseload::site
