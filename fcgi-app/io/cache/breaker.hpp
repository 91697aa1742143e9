// A breaker keeps callers from a server that does not respond: after some failures in a row it opens, and
// then lets one call in each period through as a trial. Thread-safe without locks. Times are microseconds of
// a monotonic clock.
#pragma once

#include <atomic>
#include <cstdint>

namespace caseload::io {

class Breaker {
 public:
  Breaker(int failures, std::int64_t period_us) : limit_(failures), period_us_(period_us) {}

  // May this call go to the server? While open: true for the first caller after the period, who thereby
  // starts the next period.
  bool allows(std::int64_t now_us);

  bool succeeded();                  // true where this closed it
  bool failed(std::int64_t now_us);  // true where this opened it
  bool is_open() const { return next_trial_us_.load() != 0; }

 private:
  const int limit_;
  const std::int64_t period_us_;
  std::atomic<int> failures_ = 0;
  std::atomic<std::int64_t> next_trial_us_ = 0;  // 0: closed
};

}  // namespace caseload::io
