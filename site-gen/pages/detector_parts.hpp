// The detector's verdicts as models for the templates.
#pragma once

#include <string>

#include "core/value.hpp"
#include "pages/case_page.hpp"
#include "read/run.hpp"

namespace caseload::site {

Value verdict_value(const Verdict& verdict, const Portfolio& portfolio, const std::string& from_page);

// The verdicts on all variants in the run whose numbers the page shows, or otherwise in the newest detection.
Value detector_value(const CaseMaterial& material, const CaseResult* result, const std::string& from_page);

}  // namespace caseload::site
