// Reads the lessons of all cases: FOLDER/<stem>/lesson.md and stacks.md.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/lesson.hpp"

namespace caseload::io {

// By stem. Throws ConfigError if the folder can't be read, and with "file:line: reason" if a lesson is
// incomplete or malformed.
Lessons read_lessons(const std::string& folder);

// FOLDER/stacks.md of one case; the catalogue has no code of other stacks. Throws likewise.
std::vector<StackExample> read_stacks(const std::filesystem::path& folder);

}  // namespace caseload::io
