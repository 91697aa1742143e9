// Pieces of a source file for a page, cut from the real file so that shown code can't grow stale.
// A piece lies between the lines `// [slow]` and `// [/slow]`; its name is a variant's name, or "shared".
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace caseload {

// A marker that is missing, opened twice, nested or never closed; `what()` names it and its line.
struct ExcerptError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Excerpt {
  std::string text;    // whole lines, indented no deeper than the least of them; no blank line at either end
  int first_line = 0;  // of the file, counted from 1
};

// Throws ExcerptError when the markers of this file, not only the one asked for, are broken.
Excerpt cut_excerpt(std::string_view source, std::string_view marker);

// The names of all pieces, in the order of the file. Throws like cut_excerpt.
std::vector<std::string> excerpt_names(std::string_view source);

}  // namespace caseload
