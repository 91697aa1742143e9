#include "core/memory.hpp"

#include <cstdlib>
#include <numeric>

namespace caseload {

thread_local constinit ThreadMemory thread_memory;

namespace {

constinit HeapReader heap_reader = nullptr;

// What malloc allocated on this thread, that is, what new and delete have not counted themselves.
HeapCounters malloc_counters() {
  const HeapCounters all = heap_reader();
  return {all.taken - thread_memory.new_taken, all.freed - thread_memory.new_freed};
}

// The driver scopes of this thread: how many are open, and malloc's share when it was last read.
struct DriverScopes {
  int depth = 0;
  HeapCounters seen;
};
thread_local constinit DriverScopes driver_scopes;

std::int64_t sum_of(const std::array<std::int64_t, memory_owner_count>& by_owner) {
  return std::accumulate(by_owner.begin(), by_owner.end(), std::int64_t{0});
}

// Charges the driver with what malloc allocated since the last reading.
void charge_driver() {
  const HeapCounters now = malloc_counters();
  const std::int64_t taken = now.taken - driver_scopes.seen.taken;
  const std::int64_t freed = now.freed - driver_scopes.seen.freed;
  driver_scopes.seen = now;
  if (taken == 0 && freed == 0) return;
  thread_memory.allocated_bytes += taken;
  thread_memory.hold(MemoryOwner::driver, taken - freed);
}

}  // namespace

void ThreadMemory::reset() {
  allocations = 0;
  allocated_bytes = 0;
  live = {};
  live_total = 0;
  low = {};
  low_total = 0;
  peak = {};
  peak_total = 0;
}

std::array<std::int64_t, memory_owner_count> ThreadMemory::held() const {
  std::array<std::int64_t, memory_owner_count> result{};
  for (std::size_t index = 0; index < memory_owner_count; ++index) result[index] = live[index] - low[index];
  return result;
}

void set_heap_reader(HeapReader reader) {
  heap_reader = reader;
}

bool memory_is_counted() {
  return heap_reader != nullptr;
}

MemoryScope::MemoryScope(MemoryOwner owner)
    : before_(thread_memory.owner), driver_(owner == MemoryOwner::driver && memory_is_counted()) {
  thread_memory.owner = owner;
  if (!driver_) return;
  // A nested scope must not lose what the outer one has allocated so far.
  if (driver_scopes.depth++ > 0) {
    charge_driver();
  } else {
    driver_scopes.seen = malloc_counters();
  }
}

MemoryScope::~MemoryScope() {
  thread_memory.owner = before_;
  if (!driver_) return;
  charge_driver();
  --driver_scopes.depth;
}

MemorySampler::MemorySampler(const Clock& clock) : clock_(clock), began_us_(clock.monotonic_us()) {
  thread_memory.sampler = this;
}

MemorySampler::~MemorySampler() {
  if (thread_memory.sampler == this) thread_memory.sampler = nullptr;
}

void MemorySampler::changed(const ThreadMemory& memory) {
  const std::int64_t now = memory.live_total;
  if (std::abs(now - last_total_) < step_bytes_) return;
  if (count_ + 1 == capacity) thin_out();  // keep one slot for the sample that read() adds
  last_total_ = now;
  samples_[count_++] = {clock_.monotonic_us() - began_us_, memory.held()};
}

// Drops the lower sample of each pair and from now on samples half as often.
void MemorySampler::thin_out() {
  const std::size_t kept = count_ / 2;
  for (std::size_t index = 0; index < kept; ++index) {
    const MemorySample& first = samples_[2 * index];
    const MemorySample& second = samples_[2 * index + 1];
    samples_[index] = sum_of(first.live_bytes) >= sum_of(second.live_bytes) ? first : second;
  }
  count_ = kept;
  step_bytes_ *= 2;
}

void MemorySampler::read(std::vector<MemorySample>& into) const {
  const MemorySample now{clock_.monotonic_us() - began_us_, thread_memory.held()};
  into.assign(samples_.begin(), samples_.begin() + static_cast<std::ptrdiff_t>(count_));
  into.push_back(now);
}

}  // namespace caseload
