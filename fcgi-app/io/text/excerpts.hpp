// The code shown on case pages: excerpts of the cases' sources and the code of other stacks, highlighted.
// Built at build time, because the highlighter is slow to start; the app reads the file.
#pragma once

#include <string>

#include "core/value.hpp"

namespace caseload::io {

// {"<stem>": {"<marker>": {"first_line", "last_line", "has_notes", "html", "html_without_notes",
// "against": {"<other marker>": "<html>"}}}} for FOLDER/<stem>/case.cpp. In "against", the tokens that the
// other excerpt lacks are marked. Beside the markers is "stacks" (io/text/stack_blocks.hpp). Throws
// ConfigError with the file name if a file can't be read or has a broken marker.
Value case_excerpts(const std::string& folder);

}  // namespace caseload::io
