// Memory of the calling thread, by owner. operator new and delete (io/process/memory.cpp) update
// `thread_memory`. Memory that the database driver allocates with malloc is read from the allocator's thread
// counters at the start and end of a driver scope. Sizes are those of the allocator's size classes: 100 bytes
// count as 112. With the address and thread sanitizers nothing is counted, memory_is_counted() is false, and
// the evidence has no memory keys.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/clock.hpp"

namespace caseload {

enum class MemoryOwner : std::uint8_t { app, render, driver };
inline constexpr std::size_t memory_owner_count = 3;

struct MemorySample {
  std::int64_t at_us;                                       // since the start of the request
  std::array<std::int64_t, memory_owner_count> live_bytes;  // by owner
};

class MemorySampler;

struct ThreadMemory {
  MemoryOwner owner = MemoryOwner::app;
  std::int64_t allocations = 0;      // calls to new, except the driver's
  std::int64_t allocated_bytes = 0;  // bytes ever allocated, all owners
  // Relative to reset(). Negative after a request freed what an earlier one took, such as the prepared
  // statement that had to make room for another.
  std::array<std::int64_t, memory_owner_count> live{};
  std::int64_t live_total = 0;  // the sum
  // The lowest `live` since reset(), from which a peak is measured, and the highest that `live` rose above
  // it.
  std::array<std::int64_t, memory_owner_count> low{};
  std::array<std::int64_t, memory_owner_count> peak{};
  std::int64_t low_total = 0;
  std::int64_t peak_total = 0;
  std::int64_t new_taken = 0;  // by operator new, since the thread started
  std::int64_t new_freed = 0;
  MemorySampler* sampler = nullptr;

  void reset();                                      // at the start of a request
  void add(std::int64_t bytes);                      // for the current owner; negative when freed
  void hold(MemoryOwner whose, std::int64_t bytes);  // the same, without counting an allocation
  // What the request holds now, by owner: `live` above `low`.
  std::array<std::int64_t, memory_owner_count> held() const;
};

extern thread_local constinit ThreadMemory thread_memory;

// The allocator's own count of what this thread has allocated and freed since it started, by new or malloc.
struct HeapCounters {
  std::int64_t taken = 0;
  std::int64_t freed = 0;
};
using HeapReader = HeapCounters (*)();
void set_heap_reader(
    HeapReader reader);  // called by io/process/memory.cpp before main; without it nothing is counted

bool memory_is_counted();

// Memory allocated and freed during the scope is charged to this owner. A driver scope includes malloc, which
// is counted when the scope ends.
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

// Samples memory over the life of a request, for a chart. Keeps at most `capacity` samples, denser where more
// happens; of two neighbours it keeps the higher one. It observes the memory of its thread without allocating
// any.
class MemorySampler {
 public:
  static constexpr std::size_t capacity = 256;

  explicit MemorySampler(const Clock& clock);
  ~MemorySampler();
  MemorySampler(const MemorySampler&) = delete;
  MemorySampler& operator=(const MemorySampler&) = delete;

  void changed(const ThreadMemory& memory);
  // Sorted by time; the last sample is the current one. Does not allocate if `into` already has a capacity of
  // `capacity`.
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

// Inline, because every new and delete calls it. Taking memory can only raise a peak, and freeing it can only
// lower a low.
inline void ThreadMemory::hold(MemoryOwner whose, std::int64_t bytes) {
  const auto index = static_cast<std::size_t>(whose);
  live[index] += bytes;
  live_total += bytes;
  if (bytes > 0) {
    peak[index] = std::max(peak[index], live[index] - low[index]);
    peak_total = std::max(peak_total, live_total - low_total);
  } else {
    low[index] = std::min(low[index], live[index]);
    low_total = std::min(low_total, live_total);
  }
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
