// All cases as their folders declare them, sorted by folder name (core/portfolio.hpp adds the lessons). The
// list is built once, before any thread starts, and is read-only after that.
#pragma once

#include <string_view>
#include <vector>

#include "core/case.hpp"

namespace caseload {

const std::vector<Case>& catalogue();

// Checks what the compiler can't. Throws std::logic_error with the file and the broken rule. All cases are
// checked before any is served.
void check(const Case& the_case);

const Case* find_case(std::string_view slug);  // nullptr if there is none

}  // namespace caseload
