// The mistake and the fix in other stacks, read from a case's stacks.md: for each stack a heading, a text on
// the tool that shows the mistake, and three fenced blocks of code (docs/adding-a-case.md shows an example).
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/lesson.hpp"

namespace caseload {

struct Stack {
  std::string_view name;      // "django"
  std::string_view title;     // "Django", its heading
  std::string_view language;  // "python", of its blocks
};
std::span<const Stack> all_stacks();  // each case has all of them, in this order

// Throws ConfigError, "file:line: reason", for a stack, text or block that is missing, unknown, empty or
// given twice.
std::vector<StackExample> parse_stacks(std::string_view text, const std::string& file);

}  // namespace caseload
