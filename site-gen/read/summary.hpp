// What is kept of each run while thousands are read: the headline of each case, and what is needed to compare
// it with another run.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/portfolio.hpp"
#include "read/run.hpp"

namespace caseload::site {

// The main comparison of a case: its first slow variant and its first fast one.
struct Headline {
  std::string slow;
  std::string fast;
  Names knobs;
  std::optional<Interval> ratio;
  std::string conclusion;  // as recorded; "not measured" if there is no comparison
  std::string key;         // evidence key of the counts; "" if no key was measured for both
  std::optional<std::int64_t> before;
  std::optional<std::int64_t> after;
  bool warm = false;                // the counts are of a repeated request
  Names count_knobs;                // the knobs of the counts, if they differ from `knobs`
  std::optional<Interval> noise;    // the fix compared with itself
  std::optional<Interval> slow_us;  // times, with the range of a further pass
  std::optional<Interval> fast_us;

  bool is_clear() const { return ratio && (conclusion == "slower" || conclusion == "faster"); }
};
void forget_times(Headline& headline);
// As the catalogue orders them; a recorder may sort them by name.
Names in_order(const Case* the_case, Names knobs);

// `the_case` may be nullptr: a case that the catalogue no longer has.
Headline headline_of(const Case* the_case, const CaseResult& result);

// The observation of a variant at these knobs, of the cold or the warm visit; nullptr if there is none.
const Observation* observation_of(const VariantResult& variant, const Names& knobs, bool warm = false);

// The observation that the case's page shows beside its headline: of a repeated request if the counts are of
// one.
const Observation* observation_of(const VariantResult& variant, const Headline& headline);

struct CaseSummary {
  std::string slug;
  Headline headline;
  std::optional<bool> equal;      // whether all compared bodies are equal; unset if none were compared
  std::optional<double> slow_us;  // median service time of the headline's variants, one user
  std::optional<double> fast_us;
  std::vector<std::string> outcomes;  // of the detector, one per variant
};

struct RunSummary {
  std::string id;
  std::string page;  // "runs/<safe id>.html"
  std::string raw;   // "runs/<safe id>.json"
  std::string kind;
  std::string started;
  bool quick = false;
  std::vector<std::string> doubts;  // why its times are not used for a headline
  bool of_some_cases = false;       // also if it was interrupted
  std::string commit;
  std::optional<bool> clean;
  std::optional<std::int64_t> requests;
  std::optional<std::int64_t> errors;
  std::size_t problems = 0;
  std::string machine;  // equal texts mean the same machine
  std::string terms;    // settings and data; runs with equal texts are comparable
  std::optional<std::int64_t> score_found, score_slow, score_false;  // of the detector
  std::vector<CaseSummary> cases;
  std::uint64_t material = 0;  // identifies the file that it was read from, and in which state

  const CaseSummary* find_case(std::string_view slug) const;
};
RunSummary summary_of(const Run& run, const Portfolio& portfolio);

// How useful a run is for a case's page: 3 a full run with a ratio, 2 a quick run, 1 any evidence, 0 nothing.
// A ratio that is in doubt counts as none.
int usefulness_of(const RunSummary& run, const CaseSummary& result);

std::string confidence_text(const std::optional<double>& confidence);  // "95 % interval", "interval"

// What the counts are about, with the size if it differs from the headline's.
std::string counts_title(const Headline& headline);

// One readable sentence.
std::string verdict_sentence(const Headline& headline, const std::optional<double>& confidence);

}  // namespace caseload::site
