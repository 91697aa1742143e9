// What pages show of the mistake and the fix in other stacks (templates/parts/stacks.mustache).
#pragma once

#include <vector>

#include "core/stacks.hpp"
#include "core/value.hpp"
#include "io/text/highlight.hpp"

namespace caseload::io {

// [{name, title, tool, slow, fast, test}]; all but name and title are HTML.
Value stack_blocks(const std::vector<StackExample>& stacks, Highlighter& highlighter);

}  // namespace caseload::io
