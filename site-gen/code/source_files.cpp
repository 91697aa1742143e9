#include "code/source_files.hpp"

#include "io/text/hash.hpp"
#include "io/text/read_file.hpp"

namespace caseload::site {

namespace fs = std::filesystem;

std::vector<std::string> SourceFiles::changed(
    const std::vector<std::pair<std::string, std::string>>& path_and_hash) {
  std::vector<std::string> result;
  for (const auto& [path, hash] : path_and_hash) {
    auto known = hashes_.find(path);
    if (known == hashes_.end()) {
      const fs::path clean = fs::path(path).lexically_normal();
      const bool inside = !path.empty() && clean.is_relative() && *clean.begin() != "..";
      const auto text = inside ? io::read_file(root_ / clean) : std::nullopt;
      known = hashes_.emplace(path, text ? std::optional(io::sha256_hex(*text)) : std::nullopt).first;
    }
    if (known->second != hash) result.push_back(path);
  }
  return result;
}

}  // namespace caseload::site
