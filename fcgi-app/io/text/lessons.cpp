#include "io/text/lessons.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "core/errors.hpp"

namespace caseload::io {

Lessons read_lessons(const std::string& folder) {
  Lessons lessons;
  std::error_code error;
  const std::filesystem::directory_iterator folders(folder, error);
  if (error) throw ConfigError("can't read the folder of cases " + folder + ": " + error.message());
  for (const auto& entry : folders) {
    const auto file = entry.path() / "lesson.md";
    if (!std::filesystem::exists(file)) continue;
    std::ifstream stream(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    if (!stream) throw ConfigError("can't read " + file.string());
    lessons.emplace(entry.path().filename().string(), parse_lesson(text, file.string()));
  }
  return lessons;
}

}  // namespace caseload::io
