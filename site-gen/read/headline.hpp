// What a run says about a case: the measure that the case declares, and the time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/case.hpp"
#include "read/at_once.hpp"
#include "read/run.hpp"

namespace caseload::site {

// The first slow variant of a case, and the fix that does best by the declared measure.
struct Headline {
  std::string slow;
  std::string fast;
  Names knobs;
  std::optional<Interval> ratio;
  std::string conclusion;  // as recorded; "not measured" if there is no comparison
  std::string key;         // evidence key of the measure; "" if none was measured for both
  std::optional<std::int64_t> before;
  std::optional<std::int64_t> after;
  bool is_declared = false;         // the measure is the one that the case declares
  bool warm = false;                // the measure is of a repeated request
  bool on_floor = false;            // the measure is of a trivial page behind the same steps
  Names count_knobs;                // the knobs of the measure, if they differ from `knobs`
  std::optional<Interval> noise;    // the fix compared with itself
  std::optional<Interval> slow_us;  // times, with the range of a further pass
  std::optional<Interval> fast_us;
  std::int64_t requests_at_once = 1;  // the requests whose counts are added up; 1: a single one
  std::optional<RatesAtOnce>
      rates_at_once;  // if the case declares a measure of requests at once, and this run has only these

  bool is_clear() const { return ratio && (conclusion == "slower" || conclusion == "faster"); }
};
void forget_times(Headline& headline);
// As the catalogue orders them; a recorder may sort them by name.
Names in_order(const Case* the_case, Names knobs);

// `the_case` may be nullptr: a case that the catalogue no longer has.
Headline headline_of(const Case* the_case, const CaseResult& result);

// The observation of a variant at these knobs, of the cold or the warm visit; nullptr if there is none.
const Observation* observation_of(const VariantResult& variant, const Names& knobs, bool warm = false);

// The observation that the case's page shows beside its headline: of a repeated request if the measure is of
// one.
const Observation* observation_of(const VariantResult& variant, const Headline& headline);

}  // namespace caseload::site
