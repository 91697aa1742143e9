// Two pieces of code side by side: which lines they share, and where one has lines the other has not.
#pragma once

#include <string_view>
#include <vector>

namespace caseload::site {

// One row of the two columns. An index counts lines from 0; -1 is a gap, so that what follows lines up.
struct DiffRow {
  int left = -1;
  int right = -1;
  bool changed = false;
};

// Longest common subsequence of whole lines, space at either end apart; lines of a bracket or nothing weigh
// less.
std::vector<DiffRow> side_by_side(const std::vector<std::string_view>& left,
                                  const std::vector<std::string_view>& right);

std::vector<std::string_view> lines_of(std::string_view text);

}  // namespace caseload::site
