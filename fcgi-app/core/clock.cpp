#include "core/clock.hpp"

#include <ctime>

namespace caseload {

namespace {

std::int64_t read_clock_us(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return std::int64_t{time.tv_sec} * 1'000'000 + time.tv_nsec / 1'000;
}

}  // namespace

std::int64_t SystemClock::monotonic_us() const {
  return read_clock_us(CLOCK_MONOTONIC);
}

std::int64_t SystemClock::thread_cpu_us() const {
  return read_clock_us(CLOCK_THREAD_CPUTIME_ID);
}

std::chrono::system_clock::time_point SystemClock::now() const {
  return std::chrono::system_clock::now();
}

}  // namespace caseload
