#include "core/axis.hpp"

#include <cmath>

namespace caseload {

namespace {

constexpr double rounding = 1e-9;
constexpr double largest = 1e307;
constexpr double smallest = 1e-300;

double step_of(double min, Steps steps) {
  for (double power = std::pow(10.0, std::floor(std::log10(min)));; power *= 10) {
    for (const double factor : {1.0, 2.0, 2.5, 5.0}) {
      const double step = factor * power;
      if (step < min * (1 - rounding)) continue;
      if (steps != Steps::any && step != std::floor(step)) continue;
      if (steps == Steps::whole_no_quarters && factor == 2.5) continue;
      return step;
    }
  }
}

}  // namespace

std::vector<double> Axis::ticks() const {
  std::vector<double> ticks;
  const double count = std::round(top / step);
  for (double number = 0; number < count; ++number) ticks.push_back(number * step);
  ticks.push_back(top);
  return ticks;
}

Axis axis_up_to(double max, int max_ticks, Steps steps) {
  if (!(max > 0)) max = 1;
  // At the ends of what a double can hold, round steps would be zero or infinite.
  if (max > largest || max / max_ticks < smallest) return {.top = max, .step = max};
  const double step = step_of(max / max_ticks, steps);
  return {.top = step * std::ceil(max / step * (1 - rounding)), .step = step};
}

}  // namespace caseload
