// The charts of a case's page with the data they draw, made from one run.
#pragma once

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
  std::string note;  // what was measured how, one or two sentences; "" for none
  std::string svg;   // "": a table alone
  std::vector<std::string> head;
  std::vector<std::vector<std::string>> rows;  // first cell names the row
};

// Only those for which the run has data: latency, the trivial page, growth by knob and quantity, work by
// phase, memory.
std::vector<Figure> figures_of(const Case& the_case, const CaseResult& result, const Headline& headline);

// Its parts: a quantity of every variant as a knob grows; time by phase, memory at the peak and over the
// request.
std::vector<Figure> growth_figures(const Case& the_case, const CaseResult& result);
std::vector<Figure> work_figures(const Case& the_case, const CaseResult& result, const Headline& headline);

Value figure_value(const Figure& figure);

// CSS class for a variant: "slow", "slow-2", "fast", ...: the second of a pace looks different.
std::string colour_of(const Case& the_case, std::string_view variant);

}  // namespace caseload::site
