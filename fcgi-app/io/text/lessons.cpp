#include "io/text/lessons.hpp"

#include <filesystem>

#include "core/errors.hpp"
#include "io/text/read_file.hpp"

namespace caseload::io {

Lessons read_lessons(const std::string& folder) {
  Lessons lessons;
  std::error_code error;
  const std::filesystem::directory_iterator folders(folder, error);
  if (error) throw ConfigError("can't read the folder of cases " + folder + ": " + error.message());
  for (const auto& entry : folders) {
    const auto file = entry.path() / "lesson.md";
    if (!std::filesystem::exists(file)) continue;
    const auto text = read_file(file);
    if (!text) throw ConfigError("can't read " + file.string());
    lessons.emplace(entry.path().filename().string(), parse_lesson(*text, file.string()));
  }
  return lessons;
}

}  // namespace caseload::io
