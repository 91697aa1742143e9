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
  next_ = 0;
  bool more = true;
  while (row_count_ < limit && bytes_.size() < byte_limit) {
    more = rows_.next();
    if (!more) break;
    for (const Cell& cell : rows_.row()) {
      cells_.push_back(cell);
      if (!cell.is_null && cell.type == ColumnType::text) bytes_ += cell.text;
    }
    ++row_count_;
  }
  // The texts moved while `bytes_` grew.
  const char* text = bytes_.data();
  for (Cell& cell : cells_) {
    if (cell.is_null || cell.type != ColumnType::text) continue;
    cell.text = {text, cell.text.size()};
    text += cell.text.size();
  }
  return more;
}

bool RowBatch::next() {
  if (next_ == row_count_) return false;
  ++next_;
  return true;
}

std::span<const Cell> RowBatch::row() const {
  return std::span(cells_).subspan((next_ - 1) * column_count(), column_count());
}

}  // namespace caseload::io
