// The checkout's files, as the pages need them: the text of a case and whether files are still what a run
// measured.
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

  // Those of the recorded files whose text differs now, or that are gone; paths that lead outside the
  // checkout are not looked at and count as changed.
  std::vector<std::string> changed(const std::vector<std::pair<std::string, std::string>>& path_and_hash);

 private:
  std::filesystem::path root_;
  std::map<std::string, std::optional<std::string>> hashes_;
};

}  // namespace caseload::site
