// The time axis of a chart on a case page, from the start of a request.
#pragma once

#include <cstdint>
#include <string>

#include "core/axis.hpp"
#include "core/value.hpp"

namespace caseload {

struct TimeAxis {
  double left, right;  // in the SVG's view box
  Axis axis;           // in microseconds

  TimeAxis(double from, double to, std::int64_t longest_us);
  double x(double us) const { return left + (right - left) * us / axis.top; }
  // [{x, label, anchor}]; the last label has the unit
  Value ticks() const;
};

// "3.25 ms", "12 s"
std::string time_text(double us, int places);

}  // namespace caseload
