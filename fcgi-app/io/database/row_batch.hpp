// A batch of rows of a stream, copied from the driver, so that the clock is read per batch and not per row.
// Has the same interface as a DriverResult.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "io/database/driver.hpp"

namespace caseload::io {

class RowBatch {
 public:
  static constexpr std::size_t row_limit = 64;
  static constexpr std::size_t byte_limit = 16 * 1024;

  explicit RowBatch(DriverResult& rows);
  ~RowBatch();
  RowBatch(const RowBatch&) = delete;
  RowBatch& operator=(const RowBatch&) = delete;

  // Replaces the rows with the next ones, at most `limit`. Returns false at the end of the stream.
  bool fill(std::size_t limit);

  bool next();
  std::size_t column_count() const { return rows_.column_count(); }
  std::string column_name(std::size_t column) const { return rows_.column_name(column); }
  ColumnType column_type(std::size_t column) const { return rows_.column_type(column); }
  bool is_null(std::size_t column) const { return cell(column).is_null; }
  std::int64_t integer(std::size_t column) const { return cell(column).integer; }
  std::uint64_t unsigned_integer(std::size_t column) const { return cell(column).unsigned_integer; }
  double real(std::size_t column) const { return cell(column).real; }
  std::string text(std::size_t column) const;

 private:
  struct Cell {
    bool is_null = false;
    union {
      std::int64_t integer = 0;
      std::uint64_t unsigned_integer;
      double real;
      std::size_t length;
    };
    std::size_t offset = 0;  // of the text in `bytes_`
  };
  const Cell& cell(std::size_t column) const { return cells_[current_ * column_count() + column]; }
  Cell copied(std::size_t column);

  DriverResult& rows_;
  std::string bytes_;
  std::vector<Cell> cells_;
  std::size_t row_count_ = 0;
  std::size_t current_ = 0;
  bool before_first_ = true;
};

}  // namespace caseload::io
