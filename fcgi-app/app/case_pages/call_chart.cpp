#include "app/case_pages/call_chart.hpp"

#include <algorithm>
#include <map>
#include <string>

#include "app/case_pages/time_axis.hpp"
#include "core/numbers.hpp"

namespace caseload {

namespace {

// The plot inside the SVG's view box, which is 320 wide.
constexpr double left = 8, right = 306, top = 6;
constexpr double max_height = 120, row_height = 14, min_width = 1.5;

const Value::List& calls_of(const VariantRun& run) {
  static const Value::List none;
  const Value::List* calls = run.trace["calls"].items();
  return calls != nullptr ? *calls : none;
}

double at(const Value& call, std::string_view when) {
  return static_cast<double>(call[when].integer_or(0));
}

std::string amount_of(std::int64_t number, std::string_view one, std::string_view many) {
  return grouped(number) + " " + std::string(number == 1 ? one : many);
}

Value by_shape(const Value::List& calls) {
  struct Sum {
    std::int64_t number = 0;
    double us = 0;
  };
  std::map<std::string, Sum, std::less<>> sums;
  for (const Value& call : calls) {
    Sum& sum = sums[std::string(call["shape"].text_or(""))];
    ++sum.number;
    sum.us += at(call, "end_us") - at(call, "start_us");
  }
  Value rows = Value::list();
  for (const auto& [shape, sum] : sums)
    rows.add(
        Value::object({{"shape", shape}, {"number", sum.number}, {"ms", plain_decimal(sum.us / 1e3, 2)}}));
  return rows;
}

}  // namespace

std::int64_t last_call_us(const CaseRun& run) {
  std::int64_t last = 0;
  for (const VariantRun& each : run.runs)
    for (const Value& call : calls_of(each)) last = std::max(last, call["end_us"].integer_or(0));
  return last;
}

Value call_chart(const VariantRun& run, std::int64_t last_us) {
  const Value::List& calls = calls_of(run);
  if (calls.empty()) return {};
  const TimeAxis time(left, right, last_us);
  const double row = std::min(row_height, max_height / static_cast<double>(calls.size()));
  const double bottom = top + row * static_cast<double>(calls.size()) + 2;
  Value bars = Value::list();
  for (std::size_t i = 0; i < calls.size(); ++i) {
    const double from = time.x(at(calls[i], "start_us")), to = time.x(at(calls[i], "end_us"));
    bars.add(Value::object({{"x", plain_decimal(from, 1)},
                            {"y", plain_decimal(top + row * static_cast<double>(i), 2)},
                            {"width", plain_decimal(std::max(to - from, min_width), 1)},
                            {"height", plain_decimal(row * 0.8, 2)}}));
  }
  const std::string count = amount_of(static_cast<std::int64_t>(calls.size()), "call", "calls");
  const std::string waits = amount_of(run.evidence.get_or_0(Key::call_waits), "wait", "waits");
  const double end_us =
      at(*std::ranges::max_element(calls, {}, [](const Value& call) { return call["end_us"].integer_or(0); }),
         "end_us");
  return Value::object(
      {{"count", count},
       {"waits", waits},
       {"bytes", bytes_text(static_cast<double>(run.evidence.get_or_0(Key::calls_bytes)))},
       {"title", "Calls to other services over time, variant " + run.variant->name},
       {"description", count + ", " + waits + "; the last one ends after " + time_text(end_us, 2) + "."},
       {"height", plain_decimal(bottom + 22, 1)},
       {"axis_y", plain_decimal(bottom, 1)},
       {"tick_y", plain_decimal(bottom + 4, 1)},
       {"text_y", plain_decimal(bottom + 16, 1)},
       {"bars", std::move(bars)},
       {"times", time.ticks()},
       {"calls", by_shape(calls)}});
}

}  // namespace caseload
