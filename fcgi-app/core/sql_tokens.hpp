// Splits SQL into tokens, as far as digests and placeholders need it: MySQL's comments, quotes and literals
// (manual, "Language structure"), with ANSI_QUOTES off. Any text is accepted.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace caseload {

enum class SqlTokenKind {
  word,         // keyword, name, @variable
  quoted_name,  // `name`
  literal,      // number or string, with its introducer
  placeholder,  // ?
  symbol,       // operator or punctuation
};

struct SqlToken {
  SqlTokenKind kind;
  std::string_view text;
  std::size_t offset;
  bool follows_space;  // false if it directly follows the previous token
};

std::vector<SqlToken> sql_tokens(std::string_view sql);

}  // namespace caseload
