// Slow variants are expensive by design, and a streamed response occupies its thread until the client has
// read it all. At most max_slow_running of them run at once in this process; further requests get 503 with
// Retry-After.
#pragma once

#include <atomic>
#include <string>
#include <utility>

#include "core/errors.hpp"

namespace caseload {

// A slot for one slow variant, released on destruction.
class SlowSlot {
 public:
  SlowSlot(std::atomic<int>& running, int max) : running_(&running) {
    if (running.fetch_add(1) < max) return;
    running.fetch_sub(1);
    throw Unavailable("too many slow variants and streams are running (the limit is " + std::to_string(max) +
                          "); try again",
                      1);
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
