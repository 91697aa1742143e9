#include "read/strangers.hpp"

namespace caseload::site {

namespace {

void read_page(DocumentReader& in, const JsonNode& page, const std::string& service, StrangerResult& result) {
  StrangerFinding finding{service, in.text(page, "method"), in.text(page, "path"), "", ""};
  const auto labels = in.names(page, "labels");  // label, outcome
  if (labels.size() != 1 || labels.front().second != "named") return;
  finding.label = labels.front().first;
  int findings = 0;
  in.each(page, "findings", [&](const JsonNode& found) {
    ++findings;
    if (in.texts(found, "labels") == std::vector{finding.label}) finding.summary = in.text(found, "summary");
  });
  if (findings == 1 && !finding.summary.empty()) result.findings.push_back(std::move(finding));
}

}  // namespace

std::vector<StrangerResult> read_strangers(const std::filesystem::path& folder, SkippedFiles& skipped) {
  return read_score_files<StrangerResult>(folder, skipped, [](DocumentReader& in, const JsonNode& root) {
    StrangerResult read{
        .date = in.text(root, "date"), .commit = in.text(root, "commit"), .scores = {}, .findings = {}};
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
      in.each(entry, "pages", [&](const JsonNode& page) { read_page(in, page, score.service, read); });
      read.scores.push_back(std::move(score));
    });
    if (read.scores.empty()) in.complain("results", "covers no service");
    return read;
  });
}

}  // namespace caseload::site
