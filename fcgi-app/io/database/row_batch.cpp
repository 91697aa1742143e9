#include "io/database/row_batch.hpp"

#include "core/memory.hpp"

namespace caseload::io {

RowBatch::RowBatch(DriverResult& rows) : rows_(rows) {}

// The batch's memory was charged to the driver when it was allocated.
RowBatch::~RowBatch() {
  const MemoryScope scope(MemoryOwner::driver);
  std::string().swap(bytes_);
  std::vector<Cell>().swap(cells_);
}

bool RowBatch::fill(std::size_t limit) {
  const MemoryScope scope(MemoryOwner::driver);
  bytes_.clear();
  cells_.clear();
  row_count_ = 0;
  before_first_ = true;
  while (row_count_ < limit && bytes_.size() < byte_limit) {
    if (!rows_.next()) return false;
    for (std::size_t column = 0; column < column_count(); ++column) cells_.push_back(copied(column));
    ++row_count_;
  }
  return true;
}

RowBatch::Cell RowBatch::copied(std::size_t column) {
  Cell cell;
  cell.is_null = rows_.is_null(column);
  if (cell.is_null) return cell;
  switch (column_type(column)) {
    case ColumnType::integer:
      cell.integer = rows_.integer(column);
      break;
    case ColumnType::unsigned_integer:
      cell.unsigned_integer = rows_.unsigned_integer(column);
      break;
    case ColumnType::single_real:
    case ColumnType::real:
      cell.real = rows_.real(column);
      break;
    case ColumnType::text:
      cell.offset = bytes_.size();
      rows_.append_text(column, bytes_);
      cell.length = bytes_.size() - cell.offset;
      break;
  }
  return cell;
}

bool RowBatch::next() {
  if (before_first_) {
    before_first_ = false;
    current_ = 0;
  } else {
    ++current_;
  }
  return current_ < row_count_;
}

std::string RowBatch::text(std::size_t column) const {
  const Cell& text = cell(column);
  return bytes_.substr(text.offset, text.length);
}

}  // namespace caseload::io
