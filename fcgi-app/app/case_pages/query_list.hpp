// The queries of one run, for templates/parts/queries.mustache.
#pragma once

#include "core/value.hpp"

namespace caseload {

// [{text, times, distinct, rows, ms, is_write, plan: [{indent, text}] | null}], of a trace as at /evidence.
Value query_list(const Value& trace);

}  // namespace caseload
