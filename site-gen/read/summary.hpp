// What is kept of every run while thousands of them stream by: the headline of each case, and what one
// must know to compare it with another run's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/portfolio.hpp"
#include "read/run.hpp"

namespace caseload::site {

// The one comparison that stands for a case: its first slow variant against its first fast one.
struct Headline {
  std::string slow;
  std::string fast;
  Names knobs;
  std::optional<Interval> ratio;
  std::string conclusion;  // as recorded; "not measured" where there is no comparison
  std::string key;         // evidence key of the counts; "" where none was seen for both
  std::optional<std::int64_t> before;
  std::optional<std::int64_t> after;
  bool warm = false;              // the counts are of a repeated request
  Names count_knobs;              // where the counts were seen, if elsewhere than at `knobs`
  std::optional<Interval> noise;  // the fix against itself

  bool is_clear() const { return ratio && (conclusion == "slower" || conclusion == "faster"); }
};
// As the catalogue orders them; a recorder may sort them by name.
Names in_order(const Case* the_case, Names knobs);

// `the_case` may be nullptr: a case that the catalogue no longer has.
Headline headline_of(const Case* the_case, const CaseResult& result);

// The observation of a variant at these knobs; the cold visit unless a warm one is asked for. nullptr: none.
const Observation* observation_of(const VariantResult& variant, const Names& knobs, bool warm = false);

// The one that the page of a case shows beside its headline: of a repeated request where its counts are of
// one.
const Observation* observation_of(const VariantResult& variant, const Headline& headline);

struct CaseSummary {
  std::string slug;
  Headline headline;
  std::optional<bool> equal;      // all comparisons of bodies equal; absent where none was made
  std::optional<double> slow_us;  // median service time of the headline's variants, one user
  std::optional<double> fast_us;
  std::vector<std::string> outcomes;  // the detector's, one a variant
};

struct RunSummary {
  std::string id;
  std::string page;  // "runs/<safe id>.html"
  std::string raw;   // "runs/<safe id>.json"
  std::string kind;
  std::string started;
  bool quick = false;
  bool generator_was_bottleneck = false;
  bool of_some_cases = false;
  std::string commit;
  std::optional<bool> clean;
  std::optional<std::int64_t> requests;
  std::optional<std::int64_t> errors;
  std::size_t problems = 0;
  std::string machine;  // all that identifies it: the same text, the same machine
  std::string terms;    // settings and data: the same text, like with like
  std::optional<std::int64_t> score_found, score_slow, score_false;  // the detector's
  std::vector<CaseSummary> cases;

  const CaseSummary* find_case(std::string_view slug) const;
};
RunSummary summary_of(const Run& run, const Portfolio& portfolio);

// How far a run serves for a case's page: 3 a full run with a ratio, 2 a quick one, 1 anything seen, 0
// nothing.
int worth_of(const RunSummary& run, const CaseSummary& result);

std::string confidence_text(const std::optional<double>& confidence);  // "95 % interval", "interval"

// What the counts are of, with the size where that is not the headline's.
std::string counts_title(const Headline& headline);

// One sentence, for people.
std::string verdict_sentence(const Headline& headline, const std::optional<double>& confidence);

}  // namespace caseload::site
