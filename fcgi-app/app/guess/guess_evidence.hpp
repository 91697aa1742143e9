// What a guess shows beside the code: counts and queries of the slow variant, and hints.
#pragma once

#include "app/case_pages/demo.hpp"
#include "core/portfolio.hpp"

namespace caseload {

// {steps: [{title}], rows: [{title, cells: [{text}]}], has_queries, queries: [{text, times, distinct,
// rows}]}: the evidence of the slow variant in all steps of the demo, and its queries in the last one. A
// variant that refused a step has no numbers there. Measures whose title names the problem are left out.
Value guess_evidence(const DemoRun& demo, const PortfolioEntry& entry);

// [{number, html}]: what a person sees, then the check that decides.
Value hints_of(const Lesson& lesson);

}  // namespace caseload
