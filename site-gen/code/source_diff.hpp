// Two excerpts of code side by side: which lines they share, and which lines only one of them has.
#pragma once

#include <string_view>
#include <vector>

namespace caseload::site {

// One row of the two columns. Indexes are line numbers from 0; -1 is a gap that keeps the columns aligned.
struct DiffRow {
  int left = -1;
  int right = -1;
  bool changed = false;
};

// The longest common subsequence of whole lines, ignoring spaces at both ends. Lines that are empty or only a
// bracket have less weight.
std::vector<DiffRow> side_by_side(const std::vector<std::string_view>& left,
                                  const std::vector<std::string_view>& right);

}  // namespace caseload::site
