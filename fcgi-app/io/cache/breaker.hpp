// A circuit breaker keeps callers away from a server that does not respond. After several failures in a row
// it opens, and from then on lets one trial call through per period. Thread-safe and lock-free. Times are
// microseconds of a monotonic clock.
#pragma once

#include <atomic>
#include <cstdint>

namespace caseload::io {

class Breaker {
 public:
  Breaker(int failures, std::int64_t period_us) : limit_(failures), period_us_(period_us) {}

  // True if this call may go to the server. While the breaker is open, only the first call after each period
  // may, and it starts the next period.
  bool allows(std::int64_t now_us);

  bool succeeded();                  // true if this call closed it
  bool failed(std::int64_t now_us);  // true if this call opened it
  bool is_open() const { return next_trial_us_.load() != 0; }

 private:
  const int limit_;
  const std::int64_t period_us_;
  std::atomic<int> failures_ = 0;
  std::atomic<std::int64_t> next_trial_us_ = 0;  // 0: closed
};

}  // namespace caseload::io
