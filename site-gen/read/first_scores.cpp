#include "read/first_scores.hpp"

#include <algorithm>

#include "io/text/read_file.hpp"
#include "read/document_reader.hpp"

namespace caseload::site {
namespace {

// Throws std::runtime_error with the first reason why the file can't be used.
FirstScore read_first_score(const std::filesystem::path& file) {
  const auto text = io::read_file(file);
  if (!text) throw std::runtime_error("can't be read");
  io::JsonDocument document;
  std::string reason;
  const auto root = document.read(*text, &reason);
  if (!root) throw std::runtime_error("is not JSON: " + reason);
  std::vector<std::string> problems;
  DocumentReader in(problems);
  FirstScore read{.day = in.text(*root, "day"), .commit = in.text(*root, "commit")};
  in.object(*root, "score", [&](const JsonNode& score) {
    const auto count = [&](std::string_view key) {
      const auto number = in.count(score, key);
      if (!number) in.complain(key, "is missing");
      return number.value_or(0);
    };
    read.mistakes = count("mistakes");
    read.named = count("named");
    read.in_a_set = count("in_a_set");
    read.half = count("half");
    read.innocent = count("innocent");
    read.false_alarms = count("false_on_innocent");
  });
  if (read.mistakes + read.innocent == 0) in.complain("score", "covers no page");
  if (!problems.empty()) throw std::runtime_error(problems.front());
  return read;
}

}  // namespace

FirstScores read_first_scores(const std::filesystem::path& folder) {
  FirstScores result;
  if (!std::filesystem::is_directory(folder)) return result;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  std::sort(files.begin(), files.end());  // names begin with a number
  for (const auto& file : files) {
    try {
      result.scores.push_back(read_first_score(file));
    } catch (const std::runtime_error& error) {
      result.skipped.emplace_back(file.filename().string(), error.what());
    }
  }
  return result;
}

}  // namespace caseload::site
