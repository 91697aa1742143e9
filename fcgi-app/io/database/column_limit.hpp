// Which values a column stores unchanged, where the database doesn't check this itself: even in strict mode
// it removes trailing spaces and rounds decimals.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace caseload {

struct ColumnLimit {
  enum class Type : std::uint8_t { any, text, fixed_text, long_text, decimal, single_real, date, time, year };
  std::string name;
  Type type = Type::any;
  std::size_t max_length = 0;       // of text: characters, of long_text: bytes
  std::size_t fraction_digits = 0;  // of decimal and time
};

using ColumnLimits = std::shared_ptr<const std::vector<ColumnLimit>>;

}  // namespace caseload
