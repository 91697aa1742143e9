// Reads the lessons of all cases: FOLDER/<stem>/lesson.md.
#pragma once

#include <string>

#include "core/lesson.hpp"

namespace caseload::io {

// By stem. Throws ConfigError for a folder that can't be read, and "file:line: reason" for a lesson that is
// not whole.
Lessons read_lessons(const std::string& folder);

}  // namespace caseload::io
