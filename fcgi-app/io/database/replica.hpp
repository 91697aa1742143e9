// Whether the replica may be used: it responds, it replicates, and it is not too far behind. Shared by all
// threads of the process. Each change of state is logged once.
//
// The server says itself how far it is behind (SHOW SLAVE STATUS). It does not know while it can't reach
// the primary, and then it is not used: it might miss any number of changes. A server that replicates
// nothing, such as a replica that was promoted, is not used either.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "io/database/connection.hpp"

namespace caseload::io {

class Replica {
 public:
  Replica(std::string address, int max_lag_s);

  // Uses what the last check found. Once a second, one caller checks first, on its connection to the replica
  // unless that is busy with a stream.
  bool may_be_used(Connection& connection);
  // Its connection was lost or could not be opened. It is not used until a check succeeds.
  void failed(const std::string& reason);
  // Checks now. Empty if it may be used, otherwise the reason.
  std::string problem(Connection& connection);

 private:
  std::string check(Connection& connection);
  void note(const std::string& problem);

  const std::string address_;
  const std::string label_;
  const int max_lag_s_;
  std::atomic<bool> is_up_ = false;
  std::atomic<std::int64_t> next_check_us_ = 0;
  std::mutex noting_;
  bool is_known_ = false;  // guarded by noting_
};

// The same for all threads of the process with these settings.
std::shared_ptr<Replica> replica_of(const DatabaseSettings& settings);

}  // namespace caseload::io
