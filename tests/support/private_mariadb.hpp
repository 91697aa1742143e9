// A MariaDB of a test's own, which it may kill: everything in one folder, reached over a Unix socket or a
// port of 127.0.0.1, with one small dataset (caseload_x1) whose tables are those of sql/. Commits reach the
// kernel, where a kill can't take them back; not the disk, which only a power cut would ask for.
#pragma once

#include <memory>
#include <string>

#include "io/database/connection.hpp"
#include "tests/support/child_process.hpp"

namespace caseload::test {

class PrivateMariadb {
 public:
  explicit PrivateMariadb(std::string folder);

  io::DatabaseSettings settings() const;  // of a user who may do all
  std::string socket() const { return folder_ + "/mariadb.sock"; }
  int port() const { return port_; }  // of 127.0.0.1
  void kill_and_restart();            // by SIGKILL; returns when it responds again

 private:
  void initialise() const;
  void start();

  std::string folder_;
  int port_;
  std::unique_ptr<ChildProcess> process_;
};

// One for the whole test program, made when first asked for.
PrivateMariadb& private_mariadb();

}  // namespace caseload::test
