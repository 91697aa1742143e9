// The axis of a chart: from zero, in round steps.
#pragma once

#include <cstdint>
#include <vector>

namespace caseload {

// What an axis may step by: 1, 2, 2.5 or 5 times a power of ten.
enum class Steps : std::uint8_t {
  any,
  whole,              // only whole numbers, for counts
  whole_no_quarters,  // 20 and 50, but not 25
};

struct Axis {
  double top = 1;
  double step = 1;

  std::vector<double> ticks() const;  // from zero to the top
};

// The smallest step that reaches `max` in at most `max_ticks` steps.
Axis axis_up_to(double max, int max_ticks, Steps steps);

}  // namespace caseload
