// The mark of a cacheable block in a template: {{! cache: lifetime=60 depends=book,review by=dataset stale=5
// }}
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "io/templates/templates.hpp"

namespace caseload::io {

// True if the comment is such a mark.
bool is_block_mark(std::string_view comment);

// Leaves name and fingerprint empty. If the mark is malformed, returns std::nullopt and sets `reason`.
std::optional<BlockMark> parse_block_mark(std::string_view comment, std::string& reason);

}  // namespace caseload::io
