// Charts as SVG: axes from zero with units, a title and a description for screen readers, and colours only by
// CSS class (the pages' content security policy forbids style attributes). Equal input gives equal bytes. A
// chart without data is an empty string, and the page shows "not measured" instead.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/evidence_keys.hpp"

namespace caseload::site {

struct Point {
  double x = 0;
  double y = 0;
  std::optional<std::pair<double, double>> interval;  // of y
  std::string text = {};                              // shown beside the mark on hover and on focus, if any
};

struct Series {
  std::string label;
  std::string colour;  // CSS class: "slow", "fast", "slow-2", ...
  std::vector<Point> points;
};

// One line per series over a shared x axis.
struct LineChart {
  std::string id;  // unique on its page
  std::string title;
  std::string description;
  std::string x_label;
  Unit x_unit = Unit::count;
  std::string y_label;
  Unit y_unit = Unit::count;
  std::vector<Series> series;
  bool marks = true;     // a mark at each point; off for curves with many points
  double min_y_top = 0;  // the y axis reaches at least this far
  bool x_names = false;  // x is an index into x_texts, not a number
  std::vector<std::string> x_texts;
};
std::string line_chart(const LineChart& chart);

// One horizontal bar per variant, composed of parts.
struct BarPart {
  std::string label;
  std::string colour;
  double value = 0;
};
struct Bar {
  std::string label;
  std::vector<BarPart> parts;
};
struct BarChart {
  std::string id;
  std::string title;
  std::string description;
  Unit unit = Unit::microseconds;
  std::vector<Bar> bars;
};
std::string bar_chart(const BarChart& chart);

// A ratio with its interval on a logarithmic scale from 1 to `max_ratio`: a dot and a whisker, small enough
// for a table.
struct RatioMark {
  double ratio = 1;
  std::optional<std::pair<double, double>> interval;
};
std::string ratio_mark(const RatioMark& mark, double max_ratio, const std::string& description);

}  // namespace caseload::site
