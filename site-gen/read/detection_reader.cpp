#include "read/detection_reader.hpp"

namespace caseload::site {
namespace {

std::vector<ConfusionRow> rows(DocumentReader& in, const JsonNode& parent, std::string_view key,
                               std::size_t columns) {
  std::vector<ConfusionRow> result;
  in.each(parent, key, [&](const JsonNode& row) {
    ConfusionRow read{in.text(row, "truth"), in.text(row, "variant"), {}, {}};
    read.labels = row.find("labels") ? in.texts(row, "labels") : std::vector{read.truth};
    if (const auto cells = row.find("cells"))
      cells->each_item([&](const JsonNode& cell) {
        if (const auto count = cell.integer(); count && *count >= 0) read.cells.push_back(*count);
      });
    if (read.cells.size() != columns) return in.complain("cells", "must have one count for each label");
    result.push_back(std::move(read));
  });
  return result;
}

}  // namespace

Verdict read_verdict(DocumentReader& in, const JsonNode& value) {
  Verdict read;
  read.outcome = in.text(value, "outcome");
  if (!in.in_full()) return read;
  in.each(value, "findings", [&](const JsonNode& finding) {
    Finding found{in.texts(finding, "labels"),         in.text(finding, "rule"),
                  in.text(finding, "summary"),         in.texts(finding, "evidence"),
                  in.text(finding, "deciding_signal"), in.text(finding, "source")};
    if (found.labels.empty()) return in.complain("labels", "is empty");
    read.findings.push_back(std::move(found));
  });
  read.notes = in.texts(value, "notes");
  read.error = in.text(value, "error");
  read.clean = in.texts(value, "clean");
  read.not_judged = in.names(value, "not_judged");
  in.each(value, "excused", [&](const JsonNode& excuse) {
    read.excused.emplace_back(in.text(excuse, "label"), in.text(excuse, "reason"));
  });
  return read;
}

Detection read_detection(DocumentReader& in, const JsonNode& value) {
  Detection read;
  read.mode = in.text(value, "mode");
  in.object(value, "score", [&](const JsonNode& score) {
    for (const char* key :
         {"slow", "found", "single", "half", "missed", "quiet", "false", "excused", "not_judged"})
      if (const auto number = in.count(score, key)) read.score.emplace_back(key, *number);
    read.passed = in.flag(score, "passed");
    read.unequal = in.texts(score, "unequal");
  });
  if (!in.in_full()) return read;
  in.each(value, "pages", [&](const JsonNode& page) {
    DetectedPage seen{in.text(page, "truth"), in.text(page, "variant"), in.text(page, "pace"), {}};
    in.object(page, "verdict", [&](const JsonNode& each) { seen.verdict = read_verdict(in, each); });
    read.pages.push_back(std::move(seen));
  });
  in.object(value, "confusion", [&](const JsonNode& confusion) {
    read.labels = in.texts(confusion, "labels");
    read.slow = rows(in, confusion, "slow", read.labels.size());
    read.fast = rows(in, confusion, "fast", read.labels.size());
    read.negatives = rows(in, confusion, "negatives", read.labels.size());
    read.gallery = rows(in, confusion, "gallery", read.labels.size());  // absent in older runs
  });
  in.object(value, "rival_scores", [&](const JsonNode& rivals) {
    rivals.each_member([&](std::string_view name, const JsonNode&) {
      read.rival_scores.emplace_back(name, in.counts(rivals, name));
    });
  });
  return read;
}

}  // namespace caseload::site
