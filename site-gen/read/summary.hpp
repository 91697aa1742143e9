// What is kept of each run while thousands are read: the headline of each case, and what is needed to compare
// it with another run.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/portfolio.hpp"
#include "read/headline.hpp"
#include "read/run.hpp"

namespace caseload::site {

struct CaseSummary {
  std::string slug;
  Headline headline;
  std::optional<bool> equal;      // whether all compared bodies are equal; unset if none were compared
  std::optional<double> slow_us;  // median service time of the headline's variants, one user
  std::optional<double> fast_us;
  std::vector<std::string> outcomes;  // of the detector, one per variant
};

struct RunSummary {
  std::string id;
  std::string page;  // "runs/<safe id>.html"
  std::string raw;   // "runs/<safe id>.json"
  std::string kind;
  std::string started;
  bool quick = false;
  std::vector<std::string> doubts;  // why its times are not used for a headline
  bool of_some_cases = false;       // also if it was interrupted
  std::string commit;
  std::optional<bool> clean;
  std::optional<std::int64_t> requests;
  std::optional<std::int64_t> errors;
  std::size_t problems = 0;
  std::string machine;  // equal texts mean the same machine
  std::string terms;    // settings and data; runs with equal texts are comparable
  std::optional<std::int64_t> score_found, score_slow, score_false;  // of the detector
  std::vector<CaseSummary> cases;
  std::uint64_t material = 0;  // identifies the file that it was read from, and in which state

  const CaseSummary* find_case(std::string_view slug) const;
};
RunSummary summary_of(const Run& run, const Portfolio& portfolio);

// How useful a run is for a case's page: 3 a full run with a ratio, 2 a quick run, 1 any evidence, 0 nothing.
// A ratio that is in doubt counts as none.
int usefulness_of(const RunSummary& run, const CaseSummary& result);

}  // namespace caseload::site
