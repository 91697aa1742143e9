// Memory of the calling thread, by owner. operator new and delete (io/memory.cpp) count into
// `thread_memory`; memory that the database driver takes with malloc is read from jemalloc's thread
// counters at the edges of a driver scope. Under the address and thread sanitizers nothing is
// counted and `memory_is_counted()` is false: evidence then leaves the memory keys out.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace caseload {

enum class MemoryOwner : std::uint8_t { app, render, driver };
inline constexpr std::size_t memory_owner_count = 3;

struct MemorySample {
  std::int64_t at_us;  // since the request began
  std::array<std::int64_t, memory_owner_count> live_bytes;
};

struct ThreadMemory {
  MemoryOwner owner = MemoryOwner::app;
  std::int64_t allocations = 0;                            // calls, all owners
  std::int64_t allocated_bytes = 0;                        // bytes ever taken, all owners
  std::array<std::int64_t, memory_owner_count> live{};     // bytes held now, relative to reset()
  std::array<std::int64_t, memory_owner_count> peak{};     // highest `live` since reset()
  std::int64_t peak_total = 0;                             // highest sum of `live` since reset()

  void reset();  // at the start of a request
  void add(std::int64_t bytes);  // for the current owner; negative when freed
};

extern thread_local constinit ThreadMemory thread_memory;

bool memory_is_counted();

// Memory taken and freed while the scope lives belongs to this owner.
class MemoryScope {
 public:
  explicit MemoryScope(MemoryOwner owner);
  ~MemoryScope();
  MemoryScope(const MemoryScope&) = delete;
  MemoryScope& operator=(const MemoryScope&) = delete;

 private:
  MemoryOwner before_;
  std::int64_t driver_live_before_ = 0;  // used by driver scopes
};

}  // namespace caseload
