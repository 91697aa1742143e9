// The buffers into which the client library writes each row of a prepared statement.
//
// Connector/C++ 1.1 binds one buffer for each column of a result, but gives access to them only through
// functions that check the state of the result and look up the type of the column again for each value: 300
// to 600 instructions, of which the value itself needs about ten. Nothing in its interface returns the
// buffers. So this program has its own mysql_stmt_bind_result, which the connector then calls instead of the
// one in libmariadb. It notes the buffers and passes the call on.
#pragma once

#include <cstddef>
#include <cstdint>

#include "io/database/cell.hpp"

namespace caseload::io {

// The value of one column in the current row.
class BoundValue {
 public:
  // Of a column that only the connector can decode: BIT, dates and times.
  BoundValue() = default;

  bool is_readable() const { return format_ != Format::none; }
  ColumnType type() const;
  void read(Cell& cell) const;

 private:
  friend class BoundValues;
  enum class Format : std::uint8_t { none, i8, i16, i32, i64, u8, u16, u32, u64, f32, f64, text };
  static Format format_of(int buffer_type, bool is_unsigned);

  Format format_ = Format::none;
  const char* is_null_ = nullptr;
  const void* value_ = nullptr;
  const unsigned long* length_ = nullptr;
};

// Notes the buffers that the connector binds on this thread during the life of the object.
class BoundValues {
 public:
  BoundValues();
  ~BoundValues();
  BoundValues(const BoundValues&) = delete;
  BoundValues& operator=(const BoundValues&) = delete;

  // Of the last result, which has this column. Valid until its statement runs again. DriverError if nothing
  // was bound.
  BoundValue at(std::size_t column) const;
};

}  // namespace caseload::io
