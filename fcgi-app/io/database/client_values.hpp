// The values of a row, where the client library (libmariadb) has put them.
//
// Connector/C++ 1.1 gives access to a value only through functions that check the state of the result and
// look up the type of the column again each time: 300 to 600 instructions, of which the value itself needs
// about ten. Nothing in its interface returns the client library's buffers or handles. So this program has
// its own mysql_stmt_bind_result and mysql_use_result, which the connector then calls instead of those in
// libmariadb. They pass the calls on and note what the values are read from. Its mysql_ping waits for a
// shorter time than queries do.
#pragma once

#include <cstddef>
#include <cstdint>

#include "io/database/cell.hpp"

struct st_mysql_res;

namespace caseload::io {

// One column of a prepared statement's result. The client library writes each row to the same buffers.
class BoundValue {
 public:
  // Of a column that only the connector can decode: BIT, dates and times.
  BoundValue() = default;

  bool is_readable() const { return format_ != Format::none; }
  ColumnType type() const;
  // DriverError for a text that is longer than the buffer.
  void read(Cell& cell) const;

 private:
  friend class ClientCalls;
  enum class Format : std::uint8_t { none, i8, i16, i32, i64, u8, u16, u32, u64, f32, f64, text };
  static Format format_of(int buffer_type, bool is_unsigned);

  Format format_ = Format::none;
  const char* is_null_ = nullptr;
  const void* value_ = nullptr;
  const unsigned long* length_ = nullptr;
  unsigned long size_ = 0;
};

// The rows of a query that was not prepared, which are texts and are read one by one.
class StreamedRow {
 public:
  // Of a result that is not streamed.
  StreamedRow() = default;

  bool is_readable() const { return result_ != nullptr; }
  ColumnType type(std::size_t column) const;
  void read(std::size_t column, Cell& cell) const;

 private:
  friend class ClientCalls;
  const st_mysql_res* result_ = nullptr;
};

// Notes what the connector calls on this thread during the life of the object. What it returns is valid as
// long as the result is.
class ClientCalls {
 public:
  ClientCalls();
  ~ClientCalls();
  ClientCalls(const ClientCalls&) = delete;
  ClientCalls& operator=(const ClientCalls&) = delete;

  // Of the last prepared statement. Not readable if the connector was built so that it does not call ours; it
  // then decodes the value itself.
  BoundValue bound(std::size_t column) const;
  StreamedRow streamed() const;
};

}  // namespace caseload::io
