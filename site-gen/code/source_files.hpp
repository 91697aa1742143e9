// The files of the checkout: the text of a case, and whether files have changed since a run.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace caseload::site {

std::optional<std::string> read_text(const std::filesystem::path& file);

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
