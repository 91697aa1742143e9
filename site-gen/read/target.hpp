// A target and what was measured for it, as in docs/bench and docs/reliability.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "read/document_reader.hpp"
#include "read/run.hpp"

namespace caseload::site {

struct TargetResult {
  std::string name;  // of what was measured, where one target has several results
  double value = 0;
  std::optional<Interval> interval;
  std::vector<std::pair<std::string, double>> counted;  // what belongs to it: ("requests", 12,000)
};

struct Target {
  std::string title;
  std::string unit;  // "ratio", "us", "bytes" or "count"
  bool is_at_most = false;
  double bound = 0;
  std::vector<TargetResult> results;
  std::string not_measured;  // the reason, if there are no results
  std::string note;

  bool is_met_by(const TargetResult& result) const {
    return is_at_most ? result.value <= bound : result.value >= bound;
  }
  bool is_met() const;  // by each result, of which there is at least one
};

// Title, unit, bound and note.
Target read_target(DocumentReader& in, const JsonNode& node);
// Complains if there are neither results nor a reason.
void read_results(DocumentReader& in, const JsonNode& node, Target& target);

// What a file must have. They complain if it is missing.
double needed(DocumentReader& in, const JsonNode& parent, std::string_view key);
std::string needed_text(DocumentReader& in, const JsonNode& parent, std::string_view key);
// null says that something could not be measured, which is not a mistake.
bool is_null_or_missing(const JsonNode& parent, std::string_view key);
std::optional<Interval> interval_or_null(DocumentReader& in, const JsonNode& parent, std::string_view key);
std::vector<std::pair<std::string, double>> numbers(DocumentReader& in, const JsonNode& parent,
                                                    std::string_view key);
// Also the members of inner objects. Without those that are null: programs that are not installed.
Names flat_names(DocumentReader& in, const JsonNode& parent, std::string_view key);

}  // namespace caseload::site
