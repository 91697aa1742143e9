// Parts of the page about speed as models for its template.
#pragma once

#include <string>
#include <vector>

#include "core/value.hpp"
#include "draw/speed_figures.hpp"
#include "read/bench.hpp"

namespace caseload::site {

// Each page with the programs that have it, the fastest first.
Value compared_pages_value(const Bench& bench);
// The database's counters, page by page.
Value database_work_value(const Bench& bench);

}  // namespace caseload::site
