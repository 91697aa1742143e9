// What one run showed of each slow variant, on the measure that the variant declares. Leads
// templates/case_results.mustache.
//
// [{key, slow, fast, slow_summary, fast_summary, step, where, sentence, word, gain, is_gain, before, after,
//   before_percent, after_percent, slow_time, fast_time, is_time_worse, in_both: "1 to clean up" | null,
//   second: {title, before, after} | null, meaning: (app/case_pages/meaning.hpp) | null}
//  or {key, slow, not_measured: reason}]
#pragma once

#include "app/case_pages/demo.hpp"

namespace caseload {

Value verdicts_model(const DemoRun& demo, const Case& the_case);

// The steps of the demo with the leading measures of every variant; null if there is one step only.
// {steps: [{title, knobs}], rows: [{name, pace, cells: [{refused | values: [{text, percent, through_nginx}],
//  ms, note}]}]}
Value steps_model(const DemoRun& demo, const Case& the_case);

// The measures that the case's slow variants declare, each once.
std::vector<Key> leading_keys(const Case& the_case);

// nginx serves repeated requests for this variant. The application can't see them.
bool is_left_to_nginx(const Variant& variant, When when);

}  // namespace caseload
