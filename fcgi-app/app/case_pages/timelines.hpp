// Timelines of requests at the same time, one for each variant and one row for each request: the models of
// the SVGs in templates/case_results.mustache.
//
// {requests (text), is_single, kinds: [{kind, title}] (those that occur), charts: [{name, pace, title,
//  sentence, height, axis_y, tick_y, text_y, times: [{x, label, anchor}], rows: [{number, text_y,
//  bars: [{kind, x, y, width, height}]}]}]}
#pragma once

#include "app/case_pages/demo.hpp"

namespace caseload {

// Null if the step sent single requests.
Value timelines_model(const StepRun& step);

}  // namespace caseload
