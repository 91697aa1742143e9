// Reads the lessons of all cases: FOLDER/<stem>/lesson.md.
#pragma once

#include <string>

#include "core/lesson.hpp"

namespace caseload::io {

// By stem. Throws ConfigError if the folder can't be read, and with "file:line: reason" if a lesson is
// incomplete or malformed.
Lessons read_lessons(const std::string& folder);

}  // namespace caseload::io
