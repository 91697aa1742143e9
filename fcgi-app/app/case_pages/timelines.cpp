#include "app/case_pages/timelines.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>

#include "app/case_pages/time_axis.hpp"
#include "core/numbers.hpp"

namespace caseload {

namespace {

using Kind = TraceSpan::Kind;

// The plot inside the SVG's view box, which is 400 wide.
constexpr double left = 20, right = 386, top = 4;
constexpr double row_height = 15, bar_height = 9, line_height = 2, line_gap = 1, min_width = 1;

struct Painted {
  Kind kind;
  std::string_view title;
};
// From the bottom to the top: a rebuild covers its queries. A transaction is a line below its request.
constexpr std::array painted{Painted{Kind::db, "database"},
                             Painted{Kind::cache, "cache"},
                             Painted{Kind::calls, "calls to other services"},
                             Painted{Kind::render, "rendering and sending"},
                             Painted{Kind::rebuild, "rebuilding the cached entry"},
                             Painted{Kind::wait, "waiting for another request's rebuild"},
                             Painted{Kind::row_lock, "waiting for a locked row"},
                             Painted{Kind::transaction, "transaction open (the line below)"}};

std::int64_t time_us(const RequestRun& request, Kind kind) {
  std::int64_t sum = 0;
  for (const TraceSpan& span : request.spans)
    if (span.kind == kind) sum += span.end_us - span.start_us;
  return sum;
}

Value bar(std::string_view kind, double from, double to, double y, double height) {
  return Value::object({{"kind", kind},
                        {"x", plain_decimal(from, 1)},
                        {"y", plain_decimal(y, 1)},
                        {"width", plain_decimal(std::max(to - from, min_width), 1)},
                        {"height", plain_decimal(height, 1)}});
}

Value bars_of(const RequestRun& request, const TimeAxis& time, double y) {
  const auto x = [&](std::int64_t us) { return time.x(static_cast<double>(us)); };
  Value bars = Value::list();
  bars.add(bar("app", x(request.start_us), x(request.end_us), y, bar_height));
  for (const Painted& each : painted) {
    const bool is_line = each.kind == Kind::transaction;
    for (const TraceSpan& span : request.spans) {
      if (span.kind != each.kind) continue;
      bars.add(bar(name_of(span.kind), x(request.start_us + span.start_us), x(request.start_us + span.end_us),
                   is_line ? y + bar_height + line_gap : y, is_line ? line_height : bar_height));
    }
  }
  return bars;
}

std::string number_of(std::size_t count, std::string_view what) {
  return std::to_string(count) + (count == 1 ? " request " : " requests ") + std::string(what);
}

// "7 requests waited for a locked row, for up to 34 ms. The last of 8 ended after 61 ms."
std::string sentence_of(const VariantRun& run) {
  struct Part {
    Kind kind;
    std::string_view what;
  };
  constexpr std::array parts{Part{Kind::row_lock, "waited for a locked row"},
                             Part{Kind::rebuild, "rebuilt the cached entry"},
                             Part{Kind::wait, "waited for another request's rebuild"}};
  std::string text;
  for (const Part& part : parts) {
    std::size_t count = 0;
    std::int64_t longest = 0;
    for (const RequestRun& request : run.requests) {
      const std::int64_t us = time_us(request, part.kind);
      count += us > 0 ? 1 : 0;
      longest = std::max(longest, us);
    }
    if (count > 0)
      text +=
          number_of(count, part.what) + ", for up to " + time_text(static_cast<double>(longest), 1) + ". ";
  }
  std::int64_t last = 0;
  for (const RequestRun& request : run.requests) last = std::max(last, request.end_us);
  return text + "The last of " + std::to_string(run.requests.size()) + " ended after " +
         time_text(static_cast<double>(last), 1) + ".";
}

Value chart_of(const VariantRun& run, std::int64_t last_us) {
  const TimeAxis time(left, right, last_us);
  const double bottom = top + row_height * static_cast<double>(run.requests.size());
  Value rows = Value::list();
  double y = top;
  std::int64_t number = 0;
  for (const RequestRun& request : run.requests) {
    rows.add(Value::object({{"number", ++number},
                            {"text_y", plain_decimal(y + bar_height - 0.5, 1)},
                            {"bars", bars_of(request, time, y)}}));
    y += row_height;
  }
  return Value::object({{"name", run.variant->name},
                        {"pace", name_of(run.variant->pace)},
                        {"title", "Requests to " + run.variant->name + " at the same time"},
                        {"sentence", sentence_of(run)},
                        {"height", plain_decimal(bottom + 22, 1)},
                        {"axis_y", plain_decimal(bottom, 1)},
                        {"tick_y", plain_decimal(bottom + 4, 1)},
                        {"text_y", plain_decimal(bottom + 16, 1)},
                        {"times", time.ticks()},
                        {"rows", std::move(rows)}});
}

Value kinds_in(const CaseRun& run) {
  std::set<Kind> found;
  for (const VariantRun& each : run.runs)
    for (const RequestRun& request : each.requests)
      for (const TraceSpan& span : request.spans) found.insert(span.kind);
  Value kinds = Value::list();
  kinds.add(Value::object({{"kind", "app"}, {"title", "application code"}}));
  for (const Painted& each : painted)
    if (found.contains(each.kind))
      kinds.add(Value::object({{"kind", name_of(each.kind)}, {"title", each.title}}));
  return kinds;
}

}  // namespace

Value timelines_model(const StepRun& step) {
  if (step.when != When::at_once) return {};
  std::int64_t last_us = 0;
  for (const VariantRun& run : step.run.runs)
    for (const RequestRun& request : run.requests) last_us = std::max(last_us, request.end_us);
  Value charts = Value::list();
  for (const VariantRun& run : step.run.runs) charts.add(chart_of(run, last_us));
  return Value::object({{"requests", step.requests},
                        {"is_single", step.requests == 1},
                        {"kinds", kinds_in(step.run)},
                        {"charts", std::move(charts)}});
}

}  // namespace caseload
