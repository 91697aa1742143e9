#include "read/first_scores.hpp"

namespace caseload::site {

std::vector<FirstScore> read_first_scores(const std::filesystem::path& folder, SkippedFiles& skipped) {
  return read_score_files<FirstScore>(folder, skipped, [](DocumentReader& in, const JsonNode& root) {
    FirstScore read{.day = in.text(root, "day"), .commit = in.text(root, "commit")};
    in.object(root, "score", [&](const JsonNode& score) {
      read.mistakes = needed_count(in, score, "mistakes");
      read.named = needed_count(in, score, "named");
      read.in_a_set = needed_count(in, score, "in_a_set");
      read.half = needed_count(in, score, "half");
      read.innocent = needed_count(in, score, "innocent");
      read.false_alarms = needed_count(in, score, "false_on_innocent");
    });
    if (read.mistakes + read.innocent == 0) in.complain("score", "covers no page");
    return read;
  });
}

}  // namespace caseload::site
