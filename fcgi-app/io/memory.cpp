// The program's operator new and delete: jemalloc's memory, counted into core's thread_memory. The size of
// a block is that of its size class, which is the same at new (nallocx) and at delete (sallocx).
// The sanitizers bring their own operators and allocator, so there is nothing here for their builds.
#include "core/memory.hpp"

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

#include <jemalloc/jemalloc.h>

#include <cstdlib>
#include <new>

namespace {

using caseload::thread_memory;

// jemalloc(3): "thread.allocatedp" gives the address of the thread's own counter.
const std::uint64_t* thread_counter(const char* name) {
  std::uint64_t* counter = nullptr;
  std::size_t size = sizeof counter;
  if (mallctl(name, &counter, &size, nullptr, 0) != 0 || counter == nullptr) std::abort();
  return counter;
}

caseload::HeapCounters read_heap() {
  thread_local const std::uint64_t* const allocated = thread_counter("thread.allocatedp");
  thread_local const std::uint64_t* const deallocated = thread_counter("thread.deallocatedp");
  return {static_cast<std::int64_t>(*allocated), static_cast<std::int64_t>(*deallocated)};
}

[[maybe_unused]] const bool reader_is_set = (caseload::set_heap_reader(&read_heap), true);

// [new.delete.single]: try, call the new-handler, try again, until it gives up. `flags` is jemalloc's
// alignment.
void* take_or_null(std::size_t size, int flags) {
  if (size == 0) size = 1;
  for (;;) {
    void* block = mallocx(size, flags);
    if (block != nullptr) {
      thread_memory.add(static_cast<std::int64_t>(nallocx(size, flags)));
      return block;
    }
    const std::new_handler handler = std::get_new_handler();
    if (handler == nullptr) return nullptr;
    handler();
  }
}

void* take(std::size_t size, int flags) {
  void* block = take_or_null(size, flags);
  if (block == nullptr) throw std::bad_alloc();
  return block;
}

void* take_quietly(std::size_t size, int flags) noexcept {
  try {
    return take_or_null(size, flags);
  } catch (const std::bad_alloc&) {  // from the new-handler
    return nullptr;
  }
}

void give_back(void* block) noexcept {
  if (block == nullptr) return;
  thread_memory.add(-static_cast<std::int64_t>(sallocx(block, 0)));
  dallocx(block, 0);
}

void give_back_sized(void* block, std::size_t size, int flags) noexcept {
  if (block == nullptr) return;
  if (size == 0) size = 1;
  thread_memory.add(-static_cast<std::int64_t>(nallocx(size, flags)));
  sdallocx(block, size, flags);
}

int alignment_flag(std::align_val_t alignment) {
  return MALLOCX_ALIGN(static_cast<std::size_t>(alignment));
}

}  // namespace

void* operator new(std::size_t size) {
  return take(size, 0);
}
void* operator new[](std::size_t size) {
  return take(size, 0);
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return take_quietly(size, 0);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
  return take_quietly(size, 0);
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  return take(size, alignment_flag(alignment));
}
void* operator new[](std::size_t size, std::align_val_t alignment) {
  return take(size, alignment_flag(alignment));
}
void* operator new(std::size_t size, std::align_val_t alignment, const std::nothrow_t&) noexcept {
  return take_quietly(size, alignment_flag(alignment));
}
void* operator new[](std::size_t size, std::align_val_t alignment, const std::nothrow_t&) noexcept {
  return take_quietly(size, alignment_flag(alignment));
}

void operator delete(void* block) noexcept {
  give_back(block);
}
void operator delete[](void* block) noexcept {
  give_back(block);
}
void operator delete(void* block, const std::nothrow_t&) noexcept {
  give_back(block);
}
void operator delete[](void* block, const std::nothrow_t&) noexcept {
  give_back(block);
}
void operator delete(void* block, std::align_val_t) noexcept {
  give_back(block);
}
void operator delete[](void* block, std::align_val_t) noexcept {
  give_back(block);
}
void operator delete(void* block, std::align_val_t, const std::nothrow_t&) noexcept {
  give_back(block);
}
void operator delete[](void* block, std::align_val_t, const std::nothrow_t&) noexcept {
  give_back(block);
}
void operator delete(void* block, std::size_t size) noexcept {
  give_back_sized(block, size, 0);
}
void operator delete[](void* block, std::size_t size) noexcept {
  give_back_sized(block, size, 0);
}
void operator delete(void* block, std::size_t size, std::align_val_t alignment) noexcept {
  give_back_sized(block, size, alignment_flag(alignment));
}
void operator delete[](void* block, std::size_t size, std::align_val_t alignment) noexcept {
  give_back_sized(block, size, alignment_flag(alignment));
}

#endif
