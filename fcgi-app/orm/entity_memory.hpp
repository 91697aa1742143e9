// Memory for the entities of one result: a block for many entities instead of an allocation for each. A block
// is freed with the last of its entities, so each of them can be kept or destroyed on its own.
#pragma once

#include <cstddef>

namespace caseload::orm {

class EntityBlock;

// Lives while the rows of a result are read. The entities of a row have `row_bytes` in total. Room for more
// than `rows` rows, or for many, is allocated when it is needed.
class EntityMemory {
 public:
  EntityMemory(std::size_t row_bytes, std::size_t rows);
  ~EntityMemory();
  EntityMemory(const EntityMemory&) = delete;
  EntityMemory& operator=(const EntityMemory&) = delete;

  // Memory for one entity, to which block() must be passed.
  void* take(std::size_t bytes);
  EntityBlock* block() { return block_; }

  // The size of an entity in a block.
  static constexpr std::size_t aligned(std::size_t bytes) {
    return (bytes + alignof(std::max_align_t) - 1) / alignof(std::max_align_t) * alignof(std::max_align_t);
  }

 private:
  std::size_t block_bytes_;
  EntityBlock* block_ = nullptr;
};

}  // namespace caseload::orm
