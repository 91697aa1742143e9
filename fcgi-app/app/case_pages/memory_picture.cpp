#include "app/case_pages/memory_picture.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string_view>

namespace caseload {

namespace {

// The plot inside the SVG's view box of 320 by 172.
constexpr double left = 52, right = 306, top = 8, bottom = 146;
constexpr std::size_t table_rows = 16;

// From bottom to top of the stack; earlier areas are drawn behind later ones.
constexpr std::array<std::string_view, 3> owner_names{"driver", "render", "app"};

std::string number(double value, int places) {
  char text[48];
  std::snprintf(text, sizeof text, "%.*f", places, value);
  std::string trimmed(text);
  if (trimmed.find('.') != std::string::npos) {
    trimmed.erase(trimmed.find_last_not_of('0') + 1);
    if (trimmed.back() == '.') trimmed.pop_back();
  }
  return trimmed;
}

struct Unit {
  double size;
  const char* name;
};

Unit unit_of_bytes(double bytes) {
  return bytes >= 1e6 ? Unit{1e6, " MB"} : bytes >= 1e3 ? Unit{1e3, " kB"} : Unit{1, " B"};
}

Unit unit_of_time(double us) {
  return us >= 1e7 ? Unit{1e6, " s"} : Unit{1e3, " ms"};
}

std::string in_unit(double value, Unit unit, int places) {
  return number(value / unit.size, places) + unit.name;
}

std::string bytes_text(double bytes) {
  return in_unit(bytes, unit_of_bytes(bytes), 1);
}

// From zero, in steps of 1, 2 or 5 times a power of ten, at most five of them.
struct Axis {
  double step = 1;
  double end = 1;

  explicit Axis(double most) {
    if (most <= 0) return;
    step = std::pow(10, std::floor(std::log10(most / 5)));
    for (const double factor : {2.0, 5.0, 10.0}) {
      if (most / step <= 5) break;
      step = std::pow(10, std::floor(std::log10(most / 5))) * factor;
    }
    end = step * std::ceil(most / step);
  }
};

struct Scale {
  Axis time;
  Axis bytes;

  double x(double us) const { return left + (right - left) * us / time.end; }
  double y(double held) const { return bottom - (bottom - top) * held / bytes.end; }
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
  std::string path = "M" + number(left, 1) + " " + number(bottom, 1);
  for (const Value& sample : samples) {
    double held = 0;
    for (std::size_t owner = first; owner < owner_names.size(); ++owner)
      held += held_by(sample, owner_names[owner]);
    path += "H" + number(scale.x(static_cast<double>(sample["at_us"].integer_or(0))), 1);
    path += "V" + number(scale.y(held), 1);
  }
  return path + "V" + number(bottom, 1) + "Z";
}

Value byte_ticks(const Scale& scale) {
  Value ticks = Value::list();
  const Unit unit = unit_of_bytes(scale.bytes.end);
  for (double at = 0; at < scale.bytes.end + scale.bytes.step / 2; at += scale.bytes.step) {
    ticks.add(Value::object({{"y", number(scale.y(at), 1)},
                             {"text_y", number(scale.y(at) + 3.5, 1)},
                             {"label", at > 0 ? in_unit(at, unit, 2) : "0"}}));
  }
  return ticks;
}

Value time_ticks(const Scale& scale) {
  Value ticks = Value::list();
  const Unit unit = unit_of_time(scale.time.end);
  for (double at = 0; at < scale.time.end + scale.time.step / 2; at += scale.time.step) {
    const bool is_last = at > scale.time.end - scale.time.step / 2;
    ticks.add(Value::object({{"x", number(scale.x(at), 1)},
                             {"label", is_last ? in_unit(at, unit, 3) : number(at / unit.size, 3)},
                             {"anchor", is_last ? "end" : "middle"}}));
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
    Value row = Value::object({{"ms", number(static_cast<double>(highest["at_us"].integer_or(0)) / 1e3, 2)},
                               {"sum", bytes_text(sum_of(highest))}});
    for (const std::string_view owner : owner_names)
      row.set(std::string(owner), bytes_text(held_by(highest, owner)));
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

Value memory_picture(const VariantRun& run, const MemoryScale& ends) {
  const Value::List& samples = samples_of(run);
  if (samples.empty()) return {};
  const Scale scale{Axis(static_cast<double>(ends.longest_us)),
                    Axis(static_cast<double>(ends.highest_bytes))};
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
       {"description", "From 0 to " + in_unit(end_us, unit_of_time(end_us), 2) + "; highest point " +
                           bytes_text(sum_of(highest)) + ": application code " +
                           bytes_text(held_by(highest, "app")) + ", rendering " +
                           bytes_text(held_by(highest, "render")) + ", driver " +
                           bytes_text(held_by(highest, "driver")) + ". The table below has the numbers."},
       {"areas", std::move(areas)},
       {"bytes", byte_ticks(scale)},
       {"times", time_ticks(scale)},
       {"samples", table(samples)}});
}

}  // namespace caseload
