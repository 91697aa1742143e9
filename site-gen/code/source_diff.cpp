#include "code/source_diff.hpp"

#include <algorithm>
#include <cstddef>

#include "core/text.hpp"

namespace caseload::site {
namespace {

// Lines without content ("", "}") have too little weight to anchor a match by themselves.
int weight_of(std::string_view line) {
  return trimmed(line).size() < 3 ? 1 : 4;
}

}  // namespace

std::vector<DiffRow> side_by_side(const std::vector<std::string_view>& left,
                                  const std::vector<std::string_view>& right) {
  const std::size_t rows = left.size();
  const std::size_t columns = right.size();
  std::vector<std::vector<int>> best(rows + 1, std::vector<int>(columns + 1, 0));
  const auto equal = [&](std::size_t i, std::size_t j) { return trimmed(left[i]) == trimmed(right[j]); };
  for (std::size_t i = rows; i-- > 0;)
    for (std::size_t j = columns; j-- > 0;)
      best[i][j] =
          equal(i, j) ? best[i + 1][j + 1] + weight_of(left[i]) : std::max(best[i + 1][j], best[i][j + 1]);

  std::vector<DiffRow> result;
  std::vector<int> only_left;
  std::vector<int> only_right;
  const auto flush = [&] {
    for (std::size_t k = 0; k < std::max(only_left.size(), only_right.size()); ++k)
      result.push_back(
          {k < only_left.size() ? only_left[k] : -1, k < only_right.size() ? only_right[k] : -1, true});
    only_left.clear();
    only_right.clear();
  };
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < rows || j < columns) {
    if (i < rows && j < columns && equal(i, j)) {
      flush();
      result.push_back({static_cast<int>(i++), static_cast<int>(j++), false});
    } else if (j >= columns || (i < rows && best[i + 1][j] >= best[i][j + 1])) {
      only_left.push_back(static_cast<int>(i++));
    } else {
      only_right.push_back(static_cast<int>(j++));
    }
  }
  flush();
  return result;
}

}  // namespace caseload::site
