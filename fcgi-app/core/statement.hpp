// A SQL statement's digest: the text with its literals and list lengths taken out, so that the same
// question with other parameters is recognised as the same.
#pragma once

#include <string>
#include <string_view>

namespace caseload {

struct Statement {
  std::string digest;  // "select id, name from author where id = ?"; IN lists and row lists folded to (...)
  bool is_write = false;
};

// Folds white space and case of keywords, replaces literals and placeholders by ?, "(?, ?, ?)" after IN
// by "(...)", and repeated VALUES rows by one. Comments are dropped. Never throws.
Statement digest_of(std::string_view sql);

}  // namespace caseload
