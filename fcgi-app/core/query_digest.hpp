// A SQL statement's digest: the text with its literals and list lengths taken out, so that the same
// question with other parameters is recognised as the same.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace caseload {

struct QueryDigest {
  std::string text;  // "select id, name from author where id = ?"; IN lists and row lists folded to (...)
  bool is_write = false;
};

// Folds white space and case of keywords, replaces literals and placeholders by ?, "(?, ?, ?)" after IN
// by "(...)", and repeated VALUES rows, WHEN .. THEN .. pairs and UNION ALL SELECT rows by one. Comments are
// dropped. Never throws, except for want of memory.
QueryDigest digest_of(std::string_view sql);

// The value for a placeholder; monostate: NULL.
using Parameter = std::variant<std::monostate, std::int64_t, double, std::string>;

// Where the placeholders are: offsets of each ? that is not in a string, a quoted name or a comment.
std::vector<std::size_t> placeholders_in(std::string_view sql);

}  // namespace caseload
