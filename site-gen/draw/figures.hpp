// The charts of a case's page with their data, from one run.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/case.hpp"
#include "core/value.hpp"
#include "read/run.hpp"
#include "read/summary.hpp"

namespace caseload::site {

struct Figure {
  std::string id;
  std::string title;
  std::string note;  // one or two sentences about the measurement; may be empty
  std::string svg;   // "": only a table
  std::vector<std::string> head;
  std::vector<std::vector<std::string>> rows;  // the first cell is the header of the row
};

// The figures for which the run has data: latency, throughput over requests at once, the trivial page, growth
// by knob and quantity, work by phase, memory.
std::vector<Figure> figures_of(const Case& the_case, const CaseResult& result, const Headline& headline);

// Parts of figures_of: throughput over the number of requests at once, if the run measured that; growth of a
// quantity with a knob; time by phase, peak memory and memory over the request.
std::optional<Figure> at_once_figure(const Case& the_case, const CaseResult& result);
std::vector<Figure> growth_figures(const Case& the_case, const CaseResult& result);
std::vector<Figure> work_figures(const Case& the_case, const CaseResult& result, const Headline& headline);

Value figure_value(const Figure& figure);

// CSS class for a variant: "slow", "slow-2", "fast", ...: the second of a pace looks different.
std::string colour_of(const Case& the_case, std::string_view variant);

}  // namespace caseload::site
