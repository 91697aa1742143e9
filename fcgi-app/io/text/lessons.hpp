// Reads the lessons of all cases: FOLDER/<stem>/lesson.md.
#pragma once

#include <map>
#include <string>

#include "core/lesson.hpp"

namespace caseload::io {

// Returns the lessons by stem. Throws ConfigError if the folder can't be read, or "file:line: reason" if a
// lesson is invalid.
std::map<std::string, Lesson, std::less<>> read_lessons(const std::string& folder);

}  // namespace caseload::io
