#include "read/reliability.hpp"

#include <variant>

namespace caseload::site {
namespace {

using Measure = Reliability::Measure;
using Measures = std::vector<Measure>;

Measures read_measures(DocumentReader& in, const JsonNode& root) {
  Measures read;
  in.each(root, "targets", [&](const JsonNode& node) {
    read.push_back({needed_text(in, node, "id"), needed_text(in, node, "command"), read_target(in, node)});
  });
  if (read.empty()) in.complain("targets", "are missing");
  return read;
}

Measurements read_measurements(DocumentReader& in, const JsonNode& root, const std::filesystem::path& path) {
  Measurements read{.path = path,
                    .command = needed_text(in, root, "command"),
                    .commit = needed_text(in, root, "commit"),
                    .measured_at = needed_text(in, root, "measured_at"),
                    .quick = in.flag(root, "quick").value_or(false),
                    .environment = flat_names(in, root, "environment"),
                    .settings = flat_names(in, root, "settings"),
                    .found = {}};
  in.object(root, "measured", [&](const JsonNode& all) {
    all.each_member([&](std::string_view id, const JsonNode&) {
      in.object(all, id, [&](const JsonNode& node) {
        Target target;
        read_results(in, node, target);
        read.found.push_back({std::string(id), std::move(target.results), std::move(target.not_measured),
                              in.text(node, "note")});
      });
    });
  });
  if (read.found.empty()) in.complain("measured", "covers no target");
  return read;
}

// How much the findings of a file are worth: 2 whole results, 1 those of a quick measurement, 0 none.
int worth_of(const Measurements& file, const std::vector<TargetResult>& results) {
  if (results.empty()) return 0;
  return file.quick ? 1 : 2;
}

void take(Measure& measure, const std::vector<Measurements>& files, std::size_t number,
          const Measurements::Found& found) {
  if (measure.from &&
      worth_of(files[number], found.results) < worth_of(files[*measure.from], measure.target.results))
    return;
  measure.from = number;
  measure.target.results = found.results;
  measure.target.not_measured = found.not_measured;
  if (!found.note.empty()) measure.target.note = found.note;
}

}  // namespace

Reliability read_reliability(const std::filesystem::path& folder, SkippedFiles& skipped) {
  using Content = std::variant<Measures, Measurements>;
  auto contents = read_score_files<Content>(
      folder, skipped,
      [](DocumentReader& in, const JsonNode& root, const std::filesystem::path& path) -> Content {
        const std::string schema = in.text(root, "schema");
        if (schema == "reliability-targets-1") return read_measures(in, root);
        if (schema != "reliability-1")
          in.complain("schema", "is neither reliability-1 nor reliability-targets-1");
        return read_measurements(in, root, path);
      });
  Reliability read;
  for (Content& content : contents) {
    if (auto* measures = std::get_if<Measures>(&content)) read.measures = std::move(*measures);
    if (auto* file = std::get_if<Measurements>(&content)) read.files.push_back(std::move(*file));
  }
  for (std::size_t number = 0; number < read.files.size(); ++number)
    for (const Measurements::Found& found : read.files[number].found)
      for (Measure& measure : read.measures)
        if (measure.id == found.id) take(measure, read.files, number, found);
  return read;
}

}  // namespace caseload::site
