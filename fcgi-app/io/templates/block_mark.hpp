// The mark of a cached block in a template: {{! cache: lifetime=60 depends=book,review by=dataset stale=5 }}
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "io/templates/templates.hpp"

namespace caseload::io {

// Whether a comment is such a mark.
bool is_block_mark(std::string_view comment);

// Name and fingerprint are left empty. std::nullopt with the reason for one that can't be read.
std::optional<BlockMark> parse_block_mark(std::string_view comment, std::string& reason);

}  // namespace caseload::io
