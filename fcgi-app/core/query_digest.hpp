// A query's digest: its text without literals and list lengths. Queries that differ only in their parameters
// have the same digest.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace caseload {

struct QueryDigest {
  std::string text;  // "select id, name from author where id = ?"; IN lists and row lists become (...)
  bool is_write = false;
};

// Normalises white space and the case of keywords. Replaces literals and placeholders with ?, "(?, ?, ?)"
// after IN with "(...)", and repeated VALUES rows, WHEN .. THEN .. pairs and UNION ALL SELECT rows with a
// single one. Drops comments. Throws nothing but std::bad_alloc.
QueryDigest digest_of(std::string_view sql);

// The value for a placeholder; monostate is NULL.
using Parameter = std::variant<std::monostate, std::int64_t, double, std::string>;

// The offset of each ? that is not in a string, a quoted name or a comment.
std::vector<std::size_t> placeholders_in(std::string_view sql);

}  // namespace caseload
