// Excerpts of source files, cut from the real file so that the code on a page can't become outdated.
// An excerpt lies between the lines `// [slow]` and `// [/slow]`. Its name is that of a variant, or "shared".
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace caseload {

// A marker is missing, opened twice, nested or never closed. what() names it and its line.
struct ExcerptError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Excerpt {
  std::string text;    // whole lines without their common indentation; no blank line at either end
  int first_line = 0;  // in the file, counted from 1
};

// Throws ExcerptError if any marker in the file is broken, not only the requested one.
Excerpt cut_excerpt(std::string_view source, std::string_view marker);

// A line of code, and why it matters: the comment "// [!] why" above it or behind it, with the comment lines
// that continue it.
struct CodeLine {
  int number = 0;         // in the file
  std::string_view text;  // refers to the excerpt
  std::string note;       // empty for most lines
};
std::vector<CodeLine> code_lines(const Excerpt& excerpt);

// The names of all excerpts, in the order of the file. Throws like cut_excerpt.
std::vector<std::string> excerpt_names(std::string_view source);

}  // namespace caseload
