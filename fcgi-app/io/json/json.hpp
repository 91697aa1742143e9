// Converts values to and from JSON (RFC 8259).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/value.hpp"

namespace caseload::io {

// Compact, keys in order. Invalid UTF-8 becomes U+FFFD; NaN and infinity are an error (std::domain_error).
std::string to_json(const Value& value, int indent = -1);

// Of members of one object with the same name: the last one counts, or the text is refused.
enum class EqualNames { last_counts, refused };

// std::nullopt if the text is not JSON; `reason` says where, in at most 300 bytes.
std::optional<Value> from_json(std::string_view text, std::string* reason = nullptr,
                               EqualNames equal_names = EqualNames::last_counts);

}  // namespace caseload::io
