#include "read/strangers.hpp"

namespace caseload::site {

std::vector<StrangerResult> read_strangers(const std::filesystem::path& folder, SkippedFiles& skipped) {
  return read_score_files<StrangerResult>(folder, skipped, [](DocumentReader& in, const JsonNode& root) {
    StrangerResult read{.date = in.text(root, "date"), .commit = in.text(root, "commit"), .scores = {}};
    in.each(root, "results", [&](const JsonNode& entry) {
      StrangerScore score{.service = in.text(entry, "service"),
                          .database = in.text(entry, "database"),
                          .source = in.text(entry, "source")};
      in.object(entry, "counts", [&](const JsonNode& counts) {
        score.mistakes = needed_count(in, counts, "mistakes");
        score.named = needed_count(in, counts, "named");
        score.in_a_set = needed_count(in, counts, "in_a_set");
        score.half = needed_count(in, counts, "half");
        score.missed = needed_count(in, counts, "missed");
        score.not_judged = needed_count(in, counts, "not_judged");
        score.innocent = needed_count(in, counts, "innocent");
        score.false_alarms = needed_count(in, counts, "false");
      });
      read.scores.push_back(std::move(score));
    });
    if (read.scores.empty()) in.complain("results", "covers no service");
    return read;
  });
}

}  // namespace caseload::site
