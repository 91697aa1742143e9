// What the detector said about services of other stacks (tests/strangers). One file for each run of
// `make strangers OPTIONS=--result` in docs/strangers; names begin with the date, so the first file is the
// first score.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "read/score_files.hpp"

namespace caseload::site {

struct StrangerScore {
  std::string service, database, source;
  std::int64_t mistakes = 0, named = 0, in_a_set = 0, half = 0, missed = 0,
               not_judged = 0;  // pages with a mistake
  std::int64_t innocent = 0, false_alarms = 0;

  bool is_of_same(const StrangerScore& other) const {
    return service == other.service && database == other.database && source == other.source;
  }
};

// The only problem of a page, named by the only finding about it.
struct StrangerFinding {
  std::string service, method, path, label, summary;
};

struct StrangerResult {
  std::string date;
  std::string commit;  // of the detector
  std::vector<StrangerScore> scores;
  std::vector<StrangerFinding> findings;  // from all sources of evidence
};

std::vector<StrangerResult> read_strangers(const std::filesystem::path& folder, SkippedFiles& skipped);

}  // namespace caseload::site
