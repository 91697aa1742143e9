// The figures of the page about speed, from the files in docs/bench.
#pragma once

#include <string>
#include <vector>

#include "draw/figures.hpp"
#include "read/bench.hpp"

namespace caseload::site {

// One row for a program, and what Caseload's page is compared with there: usually the same page.
struct Rival {
  const Bench::Measured* measured;
  const Bench::Ratio* ratio;  // nullptr for Caseload itself
  std::string title;
};

// CPU time of one request of each program, by what spent it. `id` is that of the page.
Figure cpu_figure(const std::string& id, const std::string& page_title, const std::vector<Rival>& rivals);
Figure memory_figure(const Bench& bench);

// Everything that was counted at one commit: a table.
Figure newest_counts(const InstructionCounts& counts);
// One measure over commits, a chart for each page; the oldest commit first. Empty if there is only one.
struct CountHistory {
  std::string id;
  std::string title;
  std::vector<Figure> figures;
};
std::vector<CountHistory> count_histories(const std::vector<const InstructionCounts*>& counts);

}  // namespace caseload::site
