#include "app/case_pages/memory_chart.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "app/case_pages/time_axis.hpp"
#include "core/numbers.hpp"

namespace caseload {

namespace {

// The plot inside the SVG's view box of 320 by 172.
constexpr double left = 52, right = 306, top = 8, bottom = 146;
constexpr std::size_t table_rows = 16;

// From bottom to top of the stack; earlier areas are drawn behind later ones.
constexpr std::array<std::string_view, 3> owner_names{"driver", "render", "app"};

std::string in(FittingUnit unit, double value, int places) {
  return plain_decimal(value / unit.size, places) + " " + std::string(unit.name);
}

std::string short_bytes(double bytes) {
  return in(unit_of_bytes(bytes), bytes, 1);
}

Axis axis_from_zero(std::int64_t max) {
  return axis_up_to(static_cast<double>(max), 5, Steps::whole_no_quarters);
}

struct Scale {
  TimeAxis time;
  Axis bytes;

  double x(double us) const { return time.x(us); }
  double y(double held) const { return bottom - (bottom - top) * held / bytes.top; }
};

double held_by(const Value& sample, std::string_view owner) {
  return static_cast<double>(sample[owner].integer_or(0));
}

double sum_of(const Value& sample) {
  double sum = 0;
  for (const std::string_view owner : owner_names) sum += held_by(sample, owner);
  return sum;
}

const Value::List& samples_of(const VariantRun& run) {
  static const Value::List none;
  const Value::List* samples = run.trace["memory"]["samples"].items();
  return samples != nullptr ? *samples : none;
}

// The stacked area of the owners from `first` on. A value holds until the next sample.
std::string area(const Value::List& samples, std::size_t first, const Scale& scale) {
  std::string path = "M" + plain_decimal(left, 1) + " " + plain_decimal(bottom, 1);
  for (const Value& sample : samples) {
    double held = 0;
    for (std::size_t owner = first; owner < owner_names.size(); ++owner)
      held += held_by(sample, owner_names[owner]);
    path += "H" + plain_decimal(scale.x(static_cast<double>(sample["at_us"].integer_or(0))), 1);
    path += "V" + plain_decimal(scale.y(held), 1);
  }
  return path + "V" + plain_decimal(bottom, 1) + "Z";
}

Value byte_ticks(const Scale& scale) {
  Value ticks = Value::list();
  const FittingUnit unit = unit_of_bytes(scale.bytes.top);
  for (const double at : scale.bytes.ticks()) {
    ticks.add(Value::object({{"y", plain_decimal(scale.y(at), 1)},
                             {"text_y", plain_decimal(scale.y(at) + 3.5, 1)},
                             {"label", at > 0 ? in(unit, at, 2) : "0"}}));
  }
  return ticks;
}

// The highest sample of each interval; a table of all samples would be too long.
Value table(const Value::List& samples) {
  Value rows = Value::list();
  const std::size_t stretch = (samples.size() + table_rows - 1) / table_rows;
  for (std::size_t begin = 0; begin < samples.size(); begin += stretch) {
    const auto from = samples.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto to = samples.begin() + static_cast<std::ptrdiff_t>(std::min(begin + stretch, samples.size()));
    const Value& highest = *std::max_element(
        from, to, [](const Value& one, const Value& other) { return sum_of(one) < sum_of(other); });
    Value row =
        Value::object({{"ms", plain_decimal(static_cast<double>(highest["at_us"].integer_or(0)) / 1e3, 2)},
                       {"sum", short_bytes(sum_of(highest))}});
    for (const std::string_view owner : owner_names)
      row.set(std::string(owner), short_bytes(held_by(highest, owner)));
    rows.add(std::move(row));
  }
  return rows;
}

}  // namespace

MemoryScale memory_scale(const CaseRun& run) {
  MemoryScale scale;
  for (const VariantRun& each : run.runs) {
    for (const Value& sample : samples_of(each)) {
      scale.longest_us = std::max(scale.longest_us, sample["at_us"].integer_or(0));
      scale.highest_bytes = std::max(scale.highest_bytes, static_cast<std::int64_t>(sum_of(sample)));
    }
  }
  return scale;
}

Value memory_chart(const VariantRun& run, const MemoryScale& ends) {
  const Value::List& samples = samples_of(run);
  if (samples.empty()) return {};
  const Scale scale{TimeAxis(left, right, ends.longest_us), axis_from_zero(ends.highest_bytes)};
  Value areas = Value::list();
  for (std::size_t owner = 0; owner < owner_names.size(); ++owner) {
    areas.add(Value::object({{"owner", owner_names[owner]}, {"path", area(samples, owner, scale)}}));
  }
  const Value& highest =
      *std::max_element(samples.begin(), samples.end(),
                        [](const Value& one, const Value& other) { return sum_of(one) < sum_of(other); });
  const double end_us = static_cast<double>(samples.back()["at_us"].integer_or(0));
  return Value::object(
      {{"title", "Memory held over time, variant " + run.variant->name},
       {"description", "From 0 to " + time_text(end_us, 2) + "; highest point " +
                           short_bytes(sum_of(highest)) + ": application code " +
                           short_bytes(held_by(highest, "app")) + ", rendering " +
                           short_bytes(held_by(highest, "render")) + ", driver " +
                           short_bytes(held_by(highest, "driver")) + ". The table below has the numbers."},
       {"areas", std::move(areas)},
       {"bytes", byte_ticks(scale)},
       {"times", scale.time.ticks()},
       {"samples", table(samples)}});
}

}  // namespace caseload
