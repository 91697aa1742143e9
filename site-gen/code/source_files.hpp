// Whether the files of the checkout have changed since a run.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace caseload::site {

class SourceFiles {
 public:
  explicit SourceFiles(std::filesystem::path root) : root_(std::move(root)) {}

  // The recorded files that have changed or no longer exist. Paths outside the checkout are not read and
  // count as changed.
  std::vector<std::string> changed(const std::vector<std::pair<std::string, std::string>>& path_and_hash);

 private:
  std::filesystem::path root_;
  std::map<std::string, std::optional<std::string>> hashes_;
};

}  // namespace caseload::site
