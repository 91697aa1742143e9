// The program's operator new and delete: they use jemalloc and update core's thread_memory. The size of a
// block is that of its size class, which is how much jemalloc's own thread counters change. The sanitizers
// have their own operators and allocator, so this file is empty in their builds.
#include "core/memory.hpp"

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

#include <jemalloc/jemalloc.h>

#include <cstdlib>
#include <new>

// Read by jemalloc before main (jemalloc(3), "opt."). Freed pages go back to the system by themselves within
// seconds; without a thread for this they would stay with an idle process after its largest requests.
const char* malloc_conf = "background_thread:true,dirty_decay_ms:2000";

namespace {

using caseload::thread_memory;

// jemalloc's counters of what this thread has allocated and freed (jemalloc(3), "thread.allocatedp").
struct ThreadCounters {
  const std::uint64_t* taken = nullptr;
  const std::uint64_t* freed = nullptr;
};
constinit thread_local ThreadCounters own_counters;

[[gnu::cold, gnu::noinline]] void find_counters() noexcept {
  std::uint64_t* counter = nullptr;
  std::size_t size = sizeof counter;
  if (mallctl("thread.deallocatedp", &counter, &size, nullptr, 0) != 0 || counter == nullptr) std::abort();
  own_counters.freed = counter;
  if (mallctl("thread.allocatedp", &counter, &size, nullptr, 0) != 0 || counter == nullptr) std::abort();
  own_counters.taken = counter;
}

const ThreadCounters& counters() noexcept {
  if (own_counters.taken == nullptr) [[unlikely]]
    find_counters();
  return own_counters;
}

caseload::HeapCounters read_heap() {
  return {static_cast<std::int64_t>(*counters().taken), static_cast<std::int64_t>(*counters().freed)};
}

[[maybe_unused]] const bool reader_is_set = (caseload::set_heap_reader(&read_heap), true);

// [new.delete.single]: try, call the new-handler, and try again until the handler gives up. `flags` is
// jemalloc's alignment; without one, malloc is faster.
void* take_or_null(std::size_t size, int flags) {
  if (size == 0) size = 1;
  for (;;) {
    const std::uint64_t& taken = *counters().taken;
    const std::uint64_t before = taken;
    void* block = flags == 0 ? std::malloc(size) : mallocx(size, flags);
    if (block != nullptr) {
      thread_memory.add(static_cast<std::int64_t>(taken - before));
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

void* take_nothrow(std::size_t size, int flags) noexcept {
  try {
    return take_or_null(size, flags);
  } catch (const std::bad_alloc&) {  // from the new-handler
    return nullptr;
  }
}

// The memory that `free` releases is no longer charged to the current owner.
template <class Free>
void release(Free free) noexcept {
  const std::uint64_t& freed = *counters().freed;
  const std::uint64_t before = freed;
  free();
  thread_memory.add(-static_cast<std::int64_t>(freed - before));
}

void release(void* block) noexcept {
  if (block != nullptr) release([&] { std::free(block); });
}

void release_sized(void* block, std::size_t size, int flags) noexcept {
  if (block != nullptr) release([&] { sdallocx(block, size == 0 ? 1 : size, flags); });
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
  return take_nothrow(size, 0);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
  return take_nothrow(size, 0);
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  return take(size, alignment_flag(alignment));
}
void* operator new[](std::size_t size, std::align_val_t alignment) {
  return take(size, alignment_flag(alignment));
}
void* operator new(std::size_t size, std::align_val_t alignment, const std::nothrow_t&) noexcept {
  return take_nothrow(size, alignment_flag(alignment));
}
void* operator new[](std::size_t size, std::align_val_t alignment, const std::nothrow_t&) noexcept {
  return take_nothrow(size, alignment_flag(alignment));
}

void operator delete(void* block) noexcept {
  release(block);
}
void operator delete[](void* block) noexcept {
  release(block);
}
void operator delete(void* block, const std::nothrow_t&) noexcept {
  release(block);
}
void operator delete[](void* block, const std::nothrow_t&) noexcept {
  release(block);
}
void operator delete(void* block, std::align_val_t) noexcept {
  release(block);
}
void operator delete[](void* block, std::align_val_t) noexcept {
  release(block);
}
void operator delete(void* block, std::align_val_t, const std::nothrow_t&) noexcept {
  release(block);
}
void operator delete[](void* block, std::align_val_t, const std::nothrow_t&) noexcept {
  release(block);
}
void operator delete(void* block, std::size_t size) noexcept {
  release_sized(block, size, 0);
}
void operator delete[](void* block, std::size_t size) noexcept {
  release_sized(block, size, 0);
}
void operator delete(void* block, std::size_t size, std::align_val_t alignment) noexcept {
  release_sized(block, size, alignment_flag(alignment));
}
void operator delete[](void* block, std::size_t size, std::align_val_t alignment) noexcept {
  release_sized(block, size, alignment_flag(alignment));
}

#endif
