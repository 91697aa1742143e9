#include "io/text/lessons.hpp"

#include <filesystem>
#include <utility>

#include "core/errors.hpp"
#include "core/stacks.hpp"
#include "io/text/read_file.hpp"

namespace caseload::io {

std::vector<StackExample> read_stacks(const std::filesystem::path& folder) {
  const auto file = folder / "stacks.md";
  const auto text = read_file(file);
  if (!text) throw ConfigError("can't read " + file.string() + ", the case in other stacks");
  return parse_stacks(*text, file.string());
}

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
    Lesson lesson = parse_lesson(*text, file.string());
    lesson.stacks = read_stacks(entry.path());
    lessons.emplace(entry.path().filename().string(), std::move(lesson));
  }
  return lessons;
}

}  // namespace caseload::io
