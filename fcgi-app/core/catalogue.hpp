// All cases as their folders declare them, in the order of the folders' names (core/portfolio.hpp adds the
// lessons). Generated from fcgi-app/cases/ by the Makefile; built once, before threads start, and read-only
// after.
#pragma once

#include <string_view>
#include <vector>

#include "core/case.hpp"

namespace caseload {

const std::vector<Case>& catalogue();

// What the compiler can't see about a declaration: std::logic_error with the file and the rule that it
// breaks. All cases are checked before any is served.
void check(const Case& the_case);

const Case* find_case(std::string_view slug);  // nullptr when there is none

}  // namespace caseload
