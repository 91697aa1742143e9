// Slow variants are expensive by design, and a streamed response occupies its thread until the client has
// read it all. At most max_slow_running of them run at once in this process; further requests get 503 with
// Retry-After.
#pragma once

#include <algorithm>
#include <atomic>
#include <optional>
#include <string>
#include <utility>
#include <vector>

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
  // Nothing if there is no free slot.
  static std::optional<SlowSlot> if_free(std::atomic<int>& running, int max) {
    if (running.load() >= max) return std::nullopt;
    try {
      return SlowSlot(running, max);
    } catch (const Unavailable&) {
      return std::nullopt;
    }
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

// The slots of a run that sends several requests at once. Only one such run at a time is allowed in this
// process; a second one gets 503 with Retry-After. It has a slot for each of its requests, as many as are
// wanted and free.
class AtOnceSlots {
 public:
  // `first`: the slot that the run already has.
  AtOnceSlots(SlowSlot first, std::atomic<int>& runs, std::atomic<int>& running, int max, int wanted)
      : turn_(turn(runs)) {
    slots_.push_back(std::move(first));
    while (number() < wanted) {
      auto slot = SlowSlot::if_free(running, max);
      if (!slot) break;
      slots_.push_back(*std::move(slot));
    }
    if (number() < std::min({2, max, wanted}))
      throw Unavailable("other slow variants are running, so no two requests can run at once; try again", 1);
  }
  int number() const { return static_cast<int>(slots_.size()); }

 private:
  static SlowSlot turn(std::atomic<int>& runs) {
    auto free = SlowSlot::if_free(runs, 1);
    if (!free)
      throw Unavailable("another run is sending several requests at once, and only one may; try again", 1);
    return *std::move(free);
  }

  SlowSlot turn_;
  std::vector<SlowSlot> slots_;
};

}  // namespace caseload
