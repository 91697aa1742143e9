#include "io/cache/breaker.hpp"

namespace caseload::io {

bool Breaker::allows(std::int64_t now_us) {
  std::int64_t next_trial_us = next_trial_us_.load();
  if (next_trial_us == 0) return true;
  if (now_us < next_trial_us) return false;
  return next_trial_us_.compare_exchange_strong(next_trial_us, now_us + period_us_);
}

bool Breaker::succeeded() {
  // Read before writing: all threads run this after every call, and a write would invalidate the cache line.
  if (failures_.load() != 0) failures_.store(0);
  return next_trial_us_.load() != 0 && next_trial_us_.exchange(0) != 0;
}

bool Breaker::failed(std::int64_t now_us) {
  if (failures_.fetch_add(1) + 1 < limit_) return false;
  std::int64_t closed = 0;
  return next_trial_us_.compare_exchange_strong(closed, now_us + period_us_);
}

}  // namespace caseload::io
