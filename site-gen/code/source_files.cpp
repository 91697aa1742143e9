#include "code/source_files.hpp"

#include <fstream>
#include <iterator>

#include "io/text/hash.hpp"

namespace caseload::site {

namespace fs = std::filesystem;

std::optional<std::string> read_text(const fs::path& file) {
  std::error_code error;
  if (!fs::is_regular_file(file, error)) return std::nullopt;
  std::ifstream stream(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(stream), {}};
  if (!stream) return std::nullopt;
  return text;
}

std::vector<std::string> SourceFiles::changed(
    const std::vector<std::pair<std::string, std::string>>& path_and_hash) {
  std::vector<std::string> result;
  for (const auto& [path, hash] : path_and_hash) {
    auto known = hashes_.find(path);
    if (known == hashes_.end()) {
      const fs::path clean = fs::path(path).lexically_normal();
      const bool inside = !path.empty() && clean.is_relative() && *clean.begin() != "..";
      const auto text = inside ? read_text(root_ / clean) : std::nullopt;
      known = hashes_.emplace(path, text ? std::optional(io::sha256_hex(*text)) : std::nullopt).first;
    }
    if (known->second != hash) result.push_back(path);
  }
  return result;
}

}  // namespace caseload::site
