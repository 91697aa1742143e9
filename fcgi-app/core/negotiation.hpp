// Content negotiation (RFC 9110 section 12.5.1): which of the two formats a client prefers.
#pragma once

#include <optional>
#include <string_view>

#include "core/request.hpp"

namespace caseload {

// `otherwise` where both are equally welcome or nothing is said; std::nullopt where neither is acceptable.
// application/problem+json and application/*+json count as JSON, */* and text/* by their weights.
std::optional<Format> negotiate(std::optional<std::string_view> accept, Format otherwise = Format::html);

}  // namespace caseload
