// The exercises of a case: how the page asks them, and how it grades what a reader said.
//
// Model of templates/case_exercises.mustache, as the member `exercises` of the case's model:
//   [{name, title, question (HTML), path, circumstances, variants: [{name}], within, done_by_name,
//     is_predict: {unit} | is_even: {knob, help, minimum, maximum} | is_choose: {key, keys_sql, choices:
//     [{value, title, sql}]}, outcome: null or the model of templates/case_exercise_outcome.mustache}]
// outcome:
//   {grade, is_right, is_close, is_final, said, circumstances, measured, is_predict, is_even: {knob},
//   is_choose: {least},
//    pays, key_title, why (HTML; null until it is final),
//    rows: [{name, title, pace, text, percent, is_said, is_least, deed, queries, sent, digests}]}
#pragma once

#include "app/call.hpp"
#include "core/portfolio.hpp"
#include "core/response.hpp"

namespace caseload {

// POST with `said`; ?part=1 sends the outcome alone.
Response exercise_page(Call& call);  // /cases/:slug/exercises/:name

Value exercises_model(const PortfolioEntry& entry);

}  // namespace caseload
