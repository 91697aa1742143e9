// Slow variants are costly by design, and a streamed answer holds its thread for as long as its client reads:
// so many may run at once in this process, the next one is told to come back.
#pragma once

#include <atomic>
#include <string>
#include <utility>

#include "core/errors.hpp"

namespace caseload {

// A place among those that run, given back when destroyed.
class SlowPlace {
 public:
  SlowPlace(std::atomic<int>& running, int most) : running_(&running) {
    if (running.fetch_add(1) < most) return;
    running.fetch_sub(1);
    throw Unavailable(
        "too many slow variants and streams run at once here (the limit is " + std::to_string(most) + ")", 1);
  }
  SlowPlace(SlowPlace&& other) noexcept : running_(std::exchange(other.running_, nullptr)) {}
  SlowPlace& operator=(SlowPlace&& other) noexcept {
    std::swap(running_, other.running_);
    return *this;
  }
  ~SlowPlace() {
    if (running_ != nullptr) running_->fetch_sub(1);
  }

 private:
  std::atomic<int>* running_;
};

}  // namespace caseload
