#include "core/cancellation.hpp"

namespace caseload {

thread_local constinit Cancellation thread_cancellation;

void Cancellation::end() {
  const std::lock_guard lock(interrupting_);
  requested_ = false;
}

void Cancellation::interrupt() {
  const std::lock_guard lock(interrupting_);
  if (!requested_) return;
  if (Interruptible* const running = running_) running->interrupt();
}

// An interruption that has begun is for the query before. If it came late, it would end the first one of this
// work.
Cancellation::Shield::Shield() {
  ++thread_cancellation.shields_;
  const std::lock_guard lock(thread_cancellation.interrupting_);
}

Cancellation::Shield::~Shield() {
  --thread_cancellation.shields_;
}

// First `running_`, then the look at `requested_`; the watching thread does it in the opposite order. So at
// least one of the two notices the other.
Cancellation::Running::Running(Interruptible& running) {
  if (thread_cancellation.shields_ > 0) return;
  thread_cancellation.running_ = &running;
  if (!thread_cancellation.requested_) return;
  thread_cancellation.running_ = nullptr;
  throw ClientDisconnected{};
}

Cancellation::Running::~Running() {
  thread_cancellation.running_ = nullptr;
}

}  // namespace caseload
