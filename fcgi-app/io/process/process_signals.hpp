// SIGTERM, SIGINT and SIGHUP as a queue to read from. The constructor blocks them in the calling thread and
// in threads started later, so create it before any thread.
#pragma once

#include <csignal>
#include <optional>

#include "io/process/descriptor.hpp"

namespace caseload::io {

class ProcessSignals {
 public:
  ProcessSignals();
  ~ProcessSignals();  // restores the thread's signal mask
  ProcessSignals(const ProcessSignals&) = delete;
  ProcessSignals& operator=(const ProcessSignals&) = delete;

  int descriptor() const { return queue_.get(); }  // readable if a signal is pending
  std::optional<int> next();                       // the signal's number; does not block

 private:
  sigset_t before_{};
  Descriptor queue_;
};

}  // namespace caseload::io
