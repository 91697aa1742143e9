// A private MariaDB that a test may kill. Everything is in one folder, and it is reachable over a Unix socket
// or a port of 127.0.0.1. It has one small dataset (caseload_x1) with the tables from sql/. Commits reach the
// kernel, where they survive a kill, but not necessarily the disk, which would only matter after a power cut.
#pragma once

#include <csignal>
#include <memory>
#include <string>

#include "io/database/connection.hpp"
#include "tests/support/child_process.hpp"

namespace caseload::test {

class PrivateMariadb {
 public:
  // `options`: further lines of its configuration.
  explicit PrivateMariadb(std::string folder, std::string options = {});

  io::DatabaseSettings settings() const;  // of a user with all privileges
  std::string socket() const { return folder_ + "/mariadb.sock"; }
  int port() const { return port_; }  // of 127.0.0.1
  // With SIGKILL, or SIGTERM for an orderly shutdown. Returns when it responds again.
  void kill_and_restart(int signal = SIGKILL);

  // During its life the server is stopped: its connections stay open, and it says nothing.
  class Stopped {
   public:
    explicit Stopped(PrivateMariadb& server);
    ~Stopped();
    Stopped(const Stopped&) = delete;
    Stopped& operator=(const Stopped&) = delete;

   private:
    const ChildProcess& process_;
  };

 private:
  void initialise() const;
  void start();

  std::string folder_;
  int port_;
  std::unique_ptr<ChildProcess> process_;
};

// The server of the whole test program, started on first use.
PrivateMariadb& private_mariadb();

}  // namespace caseload::test
