// The code that case pages show, cut from the cases' sources at their markers and highlighted. Made at build
// time, since the highlighter is slow to start; the app reads the file.
#pragma once

#include <string>

#include "core/value.hpp"

namespace caseload::io {

// {"<stem>": {"<marker>": {"first_line", "last_line", "html"}}} of FOLDER/<stem>/case.cpp. Throws ConfigError
// that names the file for one that can't be read or has a broken marker.
Value case_excerpts(const std::string& folder);

}  // namespace caseload::io
