// One value of a result row, decoded once by the driver.
#pragma once

#include <cstdint>
#include <string_view>

namespace caseload::io {

// The type in which a column's values are sent.
enum class ColumnType : std::uint8_t { integer, unsigned_integer, single_real, real, text };

struct Cell {
  ColumnType type = ColumnType::text;  // which member has the value; single_real is a `real` too
  bool is_null = true;                 // none has
  union {
    std::int64_t integer;
    std::uint64_t unsigned_integer;
    double real;                 // exact to the bit
    std::string_view text = {};  // the bytes as sent; valid until the next row
  };
};

}  // namespace caseload::io
