#include "read/summary.hpp"

#include <algorithm>

namespace caseload::site {
namespace {

std::optional<double> median_time(const CaseResult& result, const std::string& variant, const Names& knobs) {
  const VariantResult* found = result.variant(variant);
  if (found == nullptr) return std::nullopt;
  for (const Measurement& each : found->measurements) {
    if (each.purpose != "pairs" || !each.service_time || !same_knobs(each.knobs, knobs)) continue;
    for (const auto& [name, microseconds] : each.service_time->percentiles)
      if (name == "p50") return microseconds;
  }
  return std::nullopt;
}

std::string joined(const Names& names) {
  std::string text;
  for (const auto& [name, value] : names) text.append(name).append("=").append(value).append(";");
  return text;
}

}  // namespace

const CaseSummary* RunSummary::find_case(std::string_view slug) const {
  const auto found =
      std::find_if(cases.begin(), cases.end(), [&](const CaseSummary& each) { return each.slug == slug; });
  return found == cases.end() ? nullptr : &*found;
}

RunSummary summary_of(const Run& run, const Portfolio& portfolio) {
  RunSummary summary;
  summary.id = run.id;
  summary.kind = run.kind;
  summary.started = run.started;
  summary.quick = run.quick;
  summary.doubts = run.doubts;
  summary.of_some_cases = run.of_some_cases || !run.interrupted.empty();
  summary.commit = run.commit;
  summary.clean = run.clean;
  summary.requests = run.requests;
  summary.errors = run.errors;
  summary.problems = run.problems.size();
  summary.machine = joined(run.machine);
  Names terms = run.settings;
  std::erase_if(terms, [](const auto& each) { return each.first == "random_seed"; });
  summary.terms = joined(terms) + (run.quick ? "quick;" : "") + run.dataset;
  if (run.detection) {
    for (const auto& [key, value] : run.detection->score) {
      if (key == "found") summary.score_found = value;
      if (key == "slow") summary.score_slow = value;
      if (key == "false") summary.score_false = value;
    }
  }
  for (const CaseResult& result : run.cases) {
    CaseSummary each;
    each.slug = result.slug;
    const PortfolioEntry* known = portfolio.find(result.slug);
    each.headline = headline_of(known == nullptr ? nullptr : known->the_case, result);
    each.slow_us = median_time(result, each.headline.slow, each.headline.knobs);
    each.fast_us = median_time(result, each.headline.fast, each.headline.knobs);
    for (const Equality& equality : result.equality)
      if (equality.equal) each.equal = each.equal.value_or(true) && *equality.equal;
    for (const VariantResult& variant : result.variants)
      if (variant.verdict) each.outcomes.push_back(variant.verdict->outcome);
    summary.cases.push_back(std::move(each));
  }
  return summary;
}

int usefulness_of(const RunSummary& run, const CaseSummary& result) {
  if (!result.headline.ratio || !run.doubts.empty()) return 1;
  return run.quick ? 2 : 3;
}

}  // namespace caseload::site
