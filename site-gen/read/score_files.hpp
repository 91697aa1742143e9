// Files of scores, one JSON document each, in a folder beside the runs.
#pragma once

#include <algorithm>
#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "io/text/read_file.hpp"
#include "read/document_reader.hpp"

namespace caseload::site {

using SkippedFiles = std::vector<std::pair<std::string, std::string>>;  // file name and reason

// Reads every .json file of the folder but schemas, in the order of their names, with `read(in, root)` or
// `read(in, root, path)`. A file that can't be used is skipped with the first reason that `read` complained
// of.
template <typename Score, typename Read>
std::vector<Score> read_score_files(const std::filesystem::path& folder, SkippedFiles& skipped, Read read) {
  std::vector<Score> scores;
  if (!std::filesystem::is_directory(folder)) return scores;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().extension() == ".json" && !entry.path().stem().string().ends_with(".schema"))
      files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  for (const auto& file : files) {
    std::vector<std::string> problems;
    std::string reason = "can't be read";
    io::JsonDocument document;
    if (const auto text = io::read_file(file)) {
      if (const auto root = document.read(*text, &reason)) {
        DocumentReader in(problems);
        Score score = [&] {
          if constexpr (std::is_invocable_v<Read, DocumentReader&, const JsonNode&, std::filesystem::path>)
            return read(in, *root, file);
          else
            return read(in, *root);
        }();
        if (problems.empty())
          scores.push_back(std::move(score));
        else
          skipped.emplace_back(file.filename().string(), problems.front());
        continue;
      }
      reason = "is not JSON: " + reason;
    }
    skipped.emplace_back(file.filename().string(), reason);
  }
  return scores;
}

// A count that the file must have.
inline std::int64_t needed_count(DocumentReader& in, const JsonNode& parent, std::string_view key) {
  const auto number = in.count(parent, key);
  if (!number) in.complain(key, "is missing");
  return number.value_or(0);
}

}  // namespace caseload::site
