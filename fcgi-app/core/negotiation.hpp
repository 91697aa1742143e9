// Content negotiation (RFC 9110 section 12.5.1): which of the two formats a client prefers.
#pragma once

#include <optional>
#include <string_view>

#include "core/request.hpp"

namespace caseload {

// Returns `otherwise` if both formats are equally acceptable or there is no Accept header, and std::nullopt
// if neither is acceptable. application/problem+json and application/*+json count as JSON; */* and text/*
// count by their weights.
std::optional<Format> negotiate(std::optional<std::string_view> accept, Format otherwise = Format::html);

}  // namespace caseload
