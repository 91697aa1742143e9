// The files in docs/reliability: targets.json, and what `make faults`, `make soak`, `make fuzz` and others
// measured. Each is as reliability.schema.json there says.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "read/score_files.hpp"
#include "read/target.hpp"

namespace caseload::site {

// One file that a command wrote.
struct Measurements {
  struct Found {
    std::string id;  // of the target
    std::vector<TargetResult> results;
    std::string not_measured;
    std::string note;
  };
  std::filesystem::path path;
  std::string command;  // "make faults"
  std::string commit;
  std::string measured_at;
  bool quick = false;
  Names environment;
  Names settings;
  std::vector<Found> found;
};

struct Reliability {
  struct Measure {
    std::string id;
    std::string command;
    Target target;                    // with the results to show, if there are any
    std::optional<std::size_t> from;  // the file, by its place in `files`; std::nullopt: never measured
  };
  std::vector<Measure> measures;  // in the order of targets.json
  std::vector<Measurements> files;
};

// Each target gets the newest results. Those of a quick measurement are never shown in place of whole ones,
// and "not measured" never in place of results.
Reliability read_reliability(const std::filesystem::path& folder, SkippedFiles& skipped);

}  // namespace caseload::site
