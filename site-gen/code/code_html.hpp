// Code as HTML: numbered lines that can be linked to, and two excerpts side by side with the differences
// marked.
#pragma once

#include <string>

#include "core/excerpt.hpp"
#include "io/text/highlight.hpp"

namespace caseload::site {

struct CodeColumns {
  std::string left;
  std::string right;
};

// Ids are "<prefix>-<line in the file>". The columns have the same number of rows; gaps are marked empty
// lines.
CodeColumns code_side_by_side(io::Highlighter& highlighter, const Excerpt& left,
                              const std::string& left_prefix, const Excerpt& right,
                              const std::string& right_prefix);

std::string numbered_code(io::Highlighter& highlighter, const Excerpt& excerpt, const std::string& prefix);

}  // namespace caseload::site
