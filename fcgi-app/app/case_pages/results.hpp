// The evidence of all variants side by side: the model of templates/case_results.mustache. Its structure is
// documented in app/case_pages/case_pages.hpp.
#pragma once

#include <string>

#include "app/case_pages/demo.hpp"

namespace caseload {

Value results_model(const DemoRun& demo, const Case& the_case, const std::string& base_url);

}  // namespace caseload
