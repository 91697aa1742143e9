// SIGTERM, SIGINT and SIGHUP as a queue to read from. Blocked, from its making on, in the thread that makes
// it and in those started later: make it before any thread, so that no thread is interrupted in what it does.
#pragma once

#include <csignal>
#include <optional>

#include "io/process/descriptor.hpp"

namespace caseload::io {

class ProcessSignals {
 public:
  ProcessSignals();
  ~ProcessSignals();  // puts the thread's mask back
  ProcessSignals(const ProcessSignals&) = delete;
  ProcessSignals& operator=(const ProcessSignals&) = delete;

  int descriptor() const { return queue_.get(); }  // readable when a signal waits
  std::optional<int> next();                       // its number; does not wait

 private:
  sigset_t before_{};
  Descriptor queue_;
};

}  // namespace caseload::io
