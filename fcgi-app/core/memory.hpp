// Memory of the calling thread, by owner. operator new and delete (io/process/memory.cpp) count into
// `thread_memory`; memory that the database driver takes with malloc is read from the allocator's thread
// counters at the edges of a driver scope. Sizes are those of the allocator's size classes: 100 bytes count
// as 112. Under the address and thread sanitizers nothing is counted and `memory_is_counted()` is false:
// evidence then leaves the memory keys out.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/clock.hpp"

namespace caseload {

enum class MemoryOwner : std::uint8_t { app, render, driver };
inline constexpr std::size_t memory_owner_count = 3;

struct MemorySample {
  std::int64_t at_us;                                       // since the request began
  std::array<std::int64_t, memory_owner_count> live_bytes;  // by owner
};

class MemorySampler;

struct ThreadMemory {
  MemoryOwner owner = MemoryOwner::app;
  std::int64_t allocations = 0;                         // calls of new, the driver's own left out
  std::int64_t allocated_bytes = 0;                     // bytes ever taken, all owners
  std::array<std::int64_t, memory_owner_count> live{};  // bytes held now, relative to reset()
  std::array<std::int64_t, memory_owner_count> peak{};  // highest `live` since reset()
  std::int64_t live_total = 0;                          // the sum of `live`
  std::int64_t peak_total = 0;                          // highest `live_total` since reset()
  std::int64_t new_taken = 0;                           // by operator new, since the thread began
  std::int64_t new_freed = 0;
  MemorySampler* sampler = nullptr;

  void reset();                                      // at the start of a request
  void add(std::int64_t bytes);                      // for the current owner; negative when freed
  void hold(MemoryOwner whose, std::int64_t bytes);  // likewise, and no call of new or delete
};

extern thread_local constinit ThreadMemory thread_memory;

// What the allocator says that this thread has taken and freed since it began, by new or by malloc.
struct HeapCounters {
  std::int64_t taken = 0;
  std::int64_t freed = 0;
};
using HeapReader = HeapCounters (*)();
void set_heap_reader(
    HeapReader reader);  // by io/process/memory.cpp, before main; without it nothing is counted

bool memory_is_counted();

// Memory taken and freed while the scope lives belongs to this owner. In a driver scope that includes what is
// taken with malloc; it is counted when the scope ends.
class MemoryScope {
 public:
  explicit MemoryScope(MemoryOwner owner);
  ~MemoryScope();
  MemoryScope(const MemoryScope&) = delete;
  MemoryScope& operator=(const MemoryScope&) = delete;

 private:
  MemoryOwner before_;
  bool driver_;
};

// Memory over the life of a request, for a picture: at most `capacity` samples, closer together where more
// happens; of two neighbours the higher one is kept. While it lives it listens to its thread's memory; it
// takes no memory for that.
class MemorySampler {
 public:
  static constexpr std::size_t capacity = 256;

  explicit MemorySampler(const Clock& clock);
  ~MemorySampler();
  MemorySampler(const MemorySampler&) = delete;
  MemorySampler& operator=(const MemorySampler&) = delete;

  void changed(const ThreadMemory& memory);
  // By time; the last one is of now. Takes no memory where `into` has a capacity of `capacity`.
  void read(std::vector<MemorySample>& into) const;

 private:
  void thin_out();

  const Clock& clock_;
  std::int64_t began_us_;
  std::int64_t last_total_ = 0;
  std::int64_t step_bytes_ = 1024;
  std::size_t count_ = 0;
  std::array<MemorySample, capacity> samples_;
};

// Inline, since every new and delete comes here.
inline void ThreadMemory::hold(MemoryOwner whose, std::int64_t bytes) {
  const auto index = static_cast<std::size_t>(whose);
  live[index] += bytes;
  live_total += bytes;
  if (live[index] > peak[index]) peak[index] = live[index];
  if (live_total > peak_total) peak_total = live_total;
  if (sampler != nullptr) [[unlikely]]
    sampler->changed(*this);
}

inline void ThreadMemory::add(std::int64_t bytes) {
  if (bytes > 0) {
    if (owner != MemoryOwner::driver) ++allocations;
    allocated_bytes += bytes;
    new_taken += bytes;
  } else {
    new_freed -= bytes;
  }
  hold(owner, bytes);
}

}  // namespace caseload
