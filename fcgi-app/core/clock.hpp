// The source of time. Passed in, so that a test can control it.
#pragma once

#include <chrono>
#include <cstdint>

namespace caseload {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual std::int64_t monotonic_us() const = 0;                  // microseconds, arbitrary origin
  virtual std::int64_t thread_cpu_us() const = 0;                 // CPU time of the calling thread
  virtual std::chrono::system_clock::time_point now() const = 0;  // wall clock
};

class SystemClock final : public Clock {
 public:
  std::int64_t monotonic_us() const override;
  std::int64_t thread_cpu_us() const override;  // clock_gettime(2), CLOCK_THREAD_CPUTIME_ID
  std::chrono::system_clock::time_point now() const override;
};

}  // namespace caseload
