#include "core/axis.hpp"

#include <cmath>

namespace caseload {

namespace {

constexpr double rounding = 1e-9;

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
  for (double tick = 0; tick <= top * (1 + rounding); tick += step) ticks.push_back(tick);
  return ticks;
}

Axis axis_up_to(double max, int max_ticks, Steps steps) {
  if (!(max > 0)) max = 1;
  const double step = step_of(max / max_ticks, steps);
  return {.top = step * std::ceil(max / step * (1 - rounding)), .step = step};
}

}  // namespace caseload
