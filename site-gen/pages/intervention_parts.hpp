// The measurements before and after a change to the database, as a model for a case's page.
#pragma once

#include "core/case.hpp"
#include "core/value.hpp"
#include "io/text/highlight.hpp"
#include "read/run.hpp"

namespace caseload::site {

// [{title, statement (HTML), variant, pace, knobs, made, undone, rows: [{what, note, before, after}]}]
Value interventions_value(const Case& the_case, const CaseResult& result, io::Highlighter& highlighter);

}  // namespace caseload::site
