// Slow variants are costly by design, and a streamed answer holds its thread for as long as its client reads:
// so many may run at once in this process, the next one is told to come back.
#pragma once

#include <atomic>
#include <string>
#include <utility>

#include "core/errors.hpp"

namespace caseload {

// A place among those that run, given back when destroyed.
class SlowSlot {
 public:
  SlowSlot(std::atomic<int>& running, int most) : running_(&running) {
    if (running.fetch_add(1) < most) return;
    running.fetch_sub(1);
    throw Unavailable(
        "too many slow variants and streams run at once here (the limit is " + std::to_string(most) + ")", 1);
  }
  SlowSlot(SlowSlot&& other) noexcept : running_(std::exchange(other.running_, nullptr)) {}
  SlowSlot& operator=(SlowSlot&& other) noexcept {
    std::swap(running_, other.running_);
    return *this;
  }
  ~SlowSlot() {
    if (running_ != nullptr) running_->fetch_sub(1);
  }

 private:
  std::atomic<int>* running_;
};

}  // namespace caseload
