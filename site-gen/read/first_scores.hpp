// First scores: how the detector judged pages of the gallery the first time it saw them. One file for each
// set of new pages in docs/first-scores, written by `locust/detect --first-score`; names begin with a number.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "read/score_files.hpp"

namespace caseload::site {

struct FirstScore {
  std::string day;     // 2026-11-29
  std::string commit;  // of the detector
  std::int64_t mistakes = 0, named = 0, in_a_set = 0, half = 0, innocent = 0, false_alarms = 0;  // pages
};

std::vector<FirstScore> read_first_scores(const std::filesystem::path& folder, SkippedFiles& skipped);

}  // namespace caseload::site
