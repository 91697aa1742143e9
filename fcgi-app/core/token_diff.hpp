// Which tokens of a piece of code another piece lacks: a diff by tokens, so that a moved line break or a
// longer list of arguments marks only what really differs.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace caseload {

// Bytes of a line, from `begin` up to and without `end`.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
  friend bool operator==(const Span&, const Span&) = default;
};

// A piece of code, and the name by which the two pieces differ anyway: the function's own.
struct Code {
  std::vector<std::string_view> lines;
  std::string_view name;
};

// For each line of `code`, the spans that `other` lacks; neighbouring tokens make one span. Comments are
// ignored, and so are brackets and commas alone. All empty if the two pieces have so little in common that a
// diff says nothing.
std::vector<std::vector<Span>> tokens_missing_in(const Code& other, const Code& code);

}  // namespace caseload
