// A chart of the calls that a request makes to other services, one bar for each: the model of the SVG in
// templates/case_results.mustache. Calls one after the other make a staircase.
//
// {count, waits, bytes (texts), title, description, height, axis_y, tick_y, text_y, bars: [{x, y, width,
// height}],
//  times: [{x, label, anchor}], calls: [{shape, number, ms}] (by shape)}
#pragma once

#include "app/case_pages/run_variants.hpp"

namespace caseload {

// When the last call of any variant ended, so that the charts can be compared.
std::int64_t last_call_us(const CaseRun& run);

// Null if there were no calls.
Value call_chart(const VariantRun& run, std::int64_t last_us);

}  // namespace caseload
