// A batch of rows of a stream, copied from the driver, so that the clock is read per batch and not per row.
// Has the same interface as a DriverResult.
#pragma once

#include <cstddef>
#include <span>
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
  std::span<const Cell> row() const;
  std::size_t column_count() const { return rows_.column_count(); }
  std::string column_name(std::size_t column) const { return rows_.column_name(column); }

 private:
  DriverResult& rows_;
  std::string bytes_;  // the texts of all cells, one after the other
  std::vector<Cell> cells_;
  std::size_t row_count_ = 0;
  std::size_t next_ = 0;
};

}  // namespace caseload::io
