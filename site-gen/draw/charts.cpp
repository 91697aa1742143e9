#include "draw/charts.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/axis.hpp"
#include "core/numbers.hpp"
#include "core/text.hpp"
#include "read/slug.hpp"

namespace caseload::site {
namespace {

// The same width for all charts. At 360 px they shrink by a fifth and the text is still legible.
constexpr double chart_width = 420;
constexpr double line_chart_height = 260;
constexpr double min_left_margin = 62;
constexpr double right_margin = 14;
constexpr double plot_top = 34;  // below the legend
constexpr double bottom_margin = 46;

std::string at(double number) {
  return plain_decimal(number, 2);
}

Axis axis_for(double max_value, int max_ticks, Unit unit) {
  return axis_up_to(max_value, max_ticks, unit == Unit::count ? Steps::whole : Steps::any);
}

std::string text_at(double x, double y, const std::string& anchor, const std::string& text,
                    const std::string& css = "") {
  return "<text x=\"" + at(x) + "\" y=\"" + at(y) + "\" text-anchor=\"" + anchor + "\"" +
         (css.empty() ? "" : " class=\"" + css + "\"") + ">" + html_escaped(text) + "</text>";
}

std::string line_from(double x1, double y1, double x2, double y2, const std::string& css) {
  return "<line class=\"" + css + "\" x1=\"" + at(x1) + "\" y1=\"" + at(y1) + "\" x2=\"" + at(x2) +
         "\" y2=\"" + at(y2) + "\"/>";
}

std::string opening(const std::string& id, const std::string& title, const std::string& description,
                    double height, const std::string& role = "img") {
  const std::string safe_id = slug_of(id);
  return "<svg class=\"chart\" viewBox=\"0 0 " + at(chart_width) + " " + at(height) + "\" width=\"" +
         at(chart_width) + "\" height=\"" + at(height) + "\" role=\"" + role + "\" aria-labelledby=\"" +
         safe_id + "-title " + safe_id + "-text\"><title id=\"" + safe_id + "-title\">" +
         html_escaped(title) + "</title><desc id=\"" + safe_id + "-text\">" + html_escaped(description) +
         "</desc>";
}

// Series differ in shape and colour, for print and for colour-blind readers.
std::string mark_at(double x, double y, const std::string& colour) {
  const std::string css = "<path class=\"mark " + html_escaped(colour) + "\" d=\"M";
  if (colour == "fast") return css + at(x) + " " + at(y - 4) + "l4 4l-4 4l-4-4z\"/>";
  if (colour == "slow") return css + at(x - 3.5) + " " + at(y - 3.5) + "h7v7h-7z\"/>";
  return css + at(x) + " " + at(y - 4) + "l4 7h-8z\"/>";
}

struct LegendEntry {
  std::string label;
  std::string colour;
};

// The approximate width of a label at the largest text size, on a narrow page.
double label_width(const std::string& label) {
  double characters = 0;
  for (const char c : label) characters += (static_cast<unsigned char>(c) & 0xc0) != 0x80 ? 1 : 0;
  return characters * 7.4;
}

// Centred at x, for example below a tick, but kept inside the chart.
std::string tick_text(double x, double y, const std::string& text) {
  const double half = label_width(text) / 2;
  if (x + half > chart_width) return text_at(chart_width, y, "end", text);
  if (x - half < 0) return text_at(0, y, "start", text);
  return text_at(x, y, "middle", text);
}

std::string legend(const std::vector<LegendEntry>& entries, bool as_bars, double left, double y) {
  std::string svg;
  double x = left;
  for (const LegendEntry& entry : entries) {
    const double width = 24 + label_width(entry.label) + 12;
    if (x + width > chart_width && x > left) {
      x = left;
      y += 16;
    }
    if (as_bars) {
      svg += "<rect class=\"part " + html_escaped(entry.colour) + "\" x=\"" + at(x) + "\" y=\"" + at(y - 9) +
             "\" width=\"12\" height=\"10\"/>";
    } else {
      svg += line_from(x, y - 4, x + 18, y - 4, "curve " + html_escaped(entry.colour));
      svg += mark_at(x + 9, y - 4, entry.colour);
    }
    svg += text_at(x + (as_bars ? 17 : 23), y, "start", entry.label);
    x += width;
  }
  return svg;
}

bool is_drawable(const Point& point) {
  return std::isfinite(point.x) && std::isfinite(point.y);
}

// Where a line chart's values are on the page.
class LinePlot {
 public:
  LinePlot(const LineChart& chart, double max_x, double max_y)
      : y_axis(axis_for(max_y, 5, chart.y_unit)), x_axis(axis_for(max_x, 5, chart.x_unit)) {
    if (chart.x_names) {
      x_axis = {std::max<double>(1, static_cast<double>(chart.x_texts.size()) - 1), 1};
      inset_ = 18;
    }
    // Space for the label of the axis and the widest number.
    for (const double y : y_axis.ticks()) left = std::max(left, 27 + label_width(in_unit(y, chart.y_unit)));
  }

  double x_of(double x) const {
    return left + inset_ + std::clamp(x / x_axis.top, 0.0, 1.0) * (right - left - 2 * inset_);
  }
  double y_of(double y) const { return bottom - std::clamp(y / y_axis.top, 0.0, 1.0) * (bottom - plot_top); }

  static constexpr double bottom = line_chart_height - bottom_margin;
  static constexpr double right = chart_width - right_margin;
  double left = min_left_margin;
  Axis y_axis;
  Axis x_axis;

 private:
  double inset_ = 0;
};

// Every how many points a name fits below the axis; six names at most.
std::size_t names_apart(const LineChart& chart, const LinePlot& plot) {
  double widest = 0;
  for (const std::string& name : chart.x_texts) widest = std::max(widest, label_width(name));
  const double step = plot.x_of(1) - plot.x_of(0);
  const auto needed = static_cast<std::size_t>(std::ceil((widest + 8) / std::max(step, 0.01)));
  return std::max({chart.x_texts.size() / 6 + 1, needed, std::size_t{1}});
}

std::string axes_of(const LineChart& chart, const LinePlot& plot) {
  std::string svg;
  for (const double y : plot.y_axis.ticks()) {
    svg += line_from(plot.left, plot.y_of(y), plot.right, plot.y_of(y), y == 0 ? "axis" : "grid");
    svg += text_at(plot.left - 7, plot.y_of(y) + 4, "end", in_unit(y, chart.y_unit));
  }
  if (chart.x_names) {
    const std::size_t every = names_apart(chart, plot);
    for (std::size_t i = 0; i < chart.x_texts.size(); i += every)
      svg += tick_text(plot.x_of(static_cast<double>(i)), plot.bottom + 17, chart.x_texts[i]);
  } else {
    for (const double x : plot.x_axis.ticks()) {
      svg += line_from(plot.x_of(x), plot.bottom, plot.x_of(x), plot.bottom + 4, "axis");
      svg += tick_text(plot.x_of(x), plot.bottom + 17, in_unit(x, chart.x_unit));
    }
  }
  svg += line_from(plot.left, plot_top, plot.left, plot.bottom, "axis");
  svg += text_at((plot.left + plot.right) / 2, line_chart_height - 8, "middle", chart.x_label, "axis-label");
  return svg + "<text class=\"axis-label\" text-anchor=\"middle\" transform=\"translate(12 " +
         at((plot_top + plot.bottom) / 2) + ") rotate(-90)\">" + html_escaped(chart.y_label) + "</text>";
}

std::string whisker(double x, double low, double high, const std::string& colour) {
  return "<path class=\"whisker " + html_escaped(colour) + "\" d=\"M" + at(x) + " " + at(low) + "V" +
         at(high) + "M" + at(x - 3) + " " + at(low) + "h6M" + at(x - 3) + " " + at(high) + "h6\"/>";
}

// A mark whose text is shown on hover and on focus, with an area around it that is easy to hit.
std::string telling_mark(const Point& point, double x, double y, const Series& series) {
  return "<g class=\"point\" tabindex=\"0\" role=\"img\" aria-label=\"" +
         html_escaped(series.label + ", " + point.text) + "\"><circle class=\"around\" cx=\"" + at(x) +
         "\" cy=\"" + at(y) + "\" r=\"13\"/>" + mark_at(x, y, series.colour) +
         tick_text(x, y - 11, point.text) + "</g>";
}

// Empty if no point of the series can be drawn.
std::string curve_of(const Series& series, const LinePlot& plot, bool with_marks) {
  std::string path;
  std::string marks;
  for (const Point& point : series.points) {
    if (!is_drawable(point)) continue;
    const double x = plot.x_of(point.x);
    const double y = plot.y_of(point.y);
    path += (path.empty() ? "M" : "L") + at(x) + " " + at(y);
    if (point.interval)
      marks += whisker(x, plot.y_of(point.interval->first), plot.y_of(point.interval->second), series.colour);
    if (with_marks)
      marks += point.text.empty() ? mark_at(x, y, series.colour) : telling_mark(point, x, y, series);
  }
  if (path.empty()) return {};
  return "<path class=\"curve " + html_escaped(series.colour) + "\" d=\"" + path + "\"/>" + marks;
}

}  // namespace

std::string line_chart(const LineChart& chart) {
  double max_x = 0;
  double max_y = chart.min_y_top;
  bool is_empty = true;
  bool has_texts = false;
  for (const Series& series : chart.series) {
    for (const Point& point : series.points) {
      if (!is_drawable(point)) continue;
      is_empty = false;
      has_texts |= !point.text.empty();
      max_x = std::max(max_x, point.x);
      max_y = std::max({max_y, point.y, point.interval ? point.interval->second : 0});
    }
  }
  if (is_empty) return {};

  const LinePlot plot(chart, max_x, max_y);
  // Nothing within an image can have the focus.
  std::string svg =
      opening(chart.id, chart.title, chart.description, line_chart_height, has_texts ? "group" : "img") +
      axes_of(chart, plot);
  std::vector<LegendEntry> entries;
  for (const Series& series : chart.series) {
    const std::string curve = curve_of(series, plot, chart.marks);
    if (curve.empty()) continue;
    svg += curve;
    entries.push_back({series.label, series.colour});
  }
  return svg + legend(entries, false, plot.left, 14) + "</svg>";
}

std::string bar_chart(const BarChart& chart) {
  double max_value = 0;
  std::vector<LegendEntry> entries;
  for (const Bar& bar : chart.bars) {
    double sum = 0;
    for (const BarPart& part : bar.parts) {
      if (!std::isfinite(part.value) || part.value <= 0) continue;
      sum += part.value;
      const auto same = [&](const LegendEntry& entry) { return entry.label == part.label; };
      if (std::none_of(entries.begin(), entries.end(), same)) entries.push_back({part.label, part.colour});
    }
    max_value = std::max(max_value, std::min(sum, std::numeric_limits<double>::max()));
  }
  if (!(max_value > 0)) return {};

  constexpr double bar_height = 22;
  constexpr double row_height = 44;
  const double right = chart_width - right_margin - 16;
  const double top = entries.size() > 4 ? 44 : 28;
  const double bottom = top + row_height * static_cast<double>(chart.bars.size());
  const Axis axis = axis_for(max_value, 4, chart.unit);
  const auto x_of = [&](double value) { return 14 + std::min(value / axis.top, 1.0) * (right - 14); };

  std::string svg = opening(chart.id, chart.title, chart.description, bottom + 34);
  for (const double x : axis.ticks()) {
    svg += line_from(x_of(x), top, x_of(x), bottom + 4, x == 0 ? "axis" : "grid");
    svg += tick_text(x_of(x), bottom + 20, in_unit(x, chart.unit));
  }
  double y = top;
  for (const Bar& bar : chart.bars) {
    double sum = 0;
    svg += text_at(18, y + 13, "start", bar.label, "bar-label");
    std::string rects;
    for (const BarPart& part : bar.parts) {
      if (!std::isfinite(part.value) || part.value <= 0) continue;
      rects += "<rect class=\"part " + html_escaped(part.colour) + "\" x=\"" + at(x_of(sum)) + "\" y=\"" +
               at(y + 18) + "\" width=\"" + at(x_of(sum + part.value) - x_of(sum)) + "\" height=\"" +
               at(bar_height) + "\"/>";
      sum += part.value;
    }
    svg += rects;
    svg += text_at(
        right + 12, y + 13, "end",
        sum > 0 ? in_unit(std::min(sum, std::numeric_limits<double>::max()), chart.unit) : "not measured",
        "bar-value");
    y += row_height;
  }
  std::string keys = legend(entries, true, 14, 14);
  return svg + keys + "</svg>";
}

std::string ratio_mark(const RatioMark& mark, double max_ratio, const std::string& description) {
  if (!std::isfinite(mark.ratio) || mark.ratio <= 0) return {};
  constexpr double width = 140;
  constexpr double height = 22;
  const double scale = std::log10(std::max(max_ratio, 10.0));
  // Leaves some space left of 1, because an interval may extend below it.
  const auto x_of = [&](double ratio) {
    return std::clamp(12 + std::log10(std::max(ratio, 0.01)) / scale * (width - 18), 2.0, width - 2);
  };
  std::string svg = "<svg class=\"ratio-mark\" viewBox=\"0 0 " + at(width) + " " + at(height) +
                    "\" width=\"" + at(width) + "\" height=\"" + at(height) +
                    "\" role=\"img\" aria-label=\"" + html_escaped(description) + "\">";
  const int powers = static_cast<int>(std::floor(scale + 1e-9));
  for (int power = 0; power <= powers; power += powers / 10 + 1)
    svg += line_from(x_of(std::pow(10, power)), 2, x_of(std::pow(10, power)), height - 2,
                     power == 0 ? "axis" : "grid");
  const double middle = height / 2;
  const bool clear = mark.interval && mark.interval->first > 1;
  svg += "<path class=\"bar" + std::string(clear ? " clear" : "") + "\" d=\"M" + at(x_of(1)) + " " +
         at(middle) + "H" + at(x_of(mark.ratio)) + "\"/>";
  if (mark.interval)
    svg += "<path class=\"whisker\" d=\"M" + at(x_of(mark.interval->first)) + " " + at(middle) + "H" +
           at(x_of(mark.interval->second)) + "M" + at(x_of(mark.interval->first)) + " " + at(middle - 4) +
           "v8M" + at(x_of(mark.interval->second)) + " " + at(middle - 4) + "v8\"/>";
  svg += "<circle class=\"dot" + std::string(clear ? " clear" : "") + "\" cx=\"" + at(x_of(mark.ratio)) +
         "\" cy=\"" + at(middle) + "\" r=\"4\"/>";
  return svg + "</svg>";
}

}  // namespace caseload::site
