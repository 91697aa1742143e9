// Content negotiation (RFC 9110 section 12.5): which of the two formats a client prefers, and whether it
// accepts gzip.
#pragma once

#include <optional>
#include <string_view>

#include "core/request.hpp"

namespace caseload {

// Returns `otherwise` if both formats are equally acceptable or there is no Accept header, and std::nullopt
// if neither is acceptable. application/problem+json and application/*+json count as JSON; */* and text/*
// count by their weights.
std::optional<Format> negotiate(std::optional<std::string_view> accept, Format otherwise = Format::html);

// False without an Accept-Encoding header: such a client may understand gzip, but does not say so.
bool accepts_gzip(std::optional<std::string_view> accept_encoding);

}  // namespace caseload
