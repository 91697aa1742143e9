#include "orm/entity_memory.hpp"

#include <algorithm>
#include <new>

#include "orm/entity.hpp"

namespace caseload::orm {

// The entities follow after it.
class EntityBlock {
 public:
  static EntityBlock* make(std::size_t bytes) {
    return new (::operator new(first + bytes)) EntityBlock(first + bytes);
  }

  bool has_room(std::size_t bytes) const { return bytes_ - used_ >= bytes; }
  void* take(std::size_t bytes) {
    void* entity = reinterpret_cast<std::byte*>(this) + used_;
    used_ += bytes;
    ++owners_;
    return entity;
  }
  void release() noexcept {
    if (--owners_ == 0) ::operator delete(this);
  }

 private:
  explicit EntityBlock(std::size_t bytes) : bytes_(bytes) {}
  static const std::size_t first;

  std::size_t bytes_;
  std::size_t used_ = first;
  std::size_t owners_ = 1;  // its entities, and the memory that still hands out its room
};

const std::size_t EntityBlock::first = EntityMemory::aligned(sizeof(EntityBlock));

// Larger blocks save little and are freed later.
constexpr std::size_t max_block_bytes = 256 * 1024;

EntityMemory::EntityMemory(std::size_t row_bytes, std::size_t rows)
    : block_bytes_(row_bytes * std::clamp<std::size_t>(rows, 1, 1 + max_block_bytes / (row_bytes + 1))) {}

EntityMemory::~EntityMemory() {
  if (block_ != nullptr) block_->release();
}

void* EntityMemory::take(std::size_t bytes) {
  bytes = aligned(bytes);
  if (block_ == nullptr || !block_->has_room(bytes)) {
    EntityBlock* next = EntityBlock::make(std::max(block_bytes_, bytes));
    if (block_ != nullptr) block_->release();
    block_ = next;
  }
  return block_->take(bytes);
}

void Entity::operator delete(Entity* entity, std::destroying_delete_t) {
  EntityBlock* block = entity->block_;
  entity->~Entity();
  if (block == nullptr) {
    ::operator delete(entity);
  } else {
    block->release();
  }
}

}  // namespace caseload::orm
