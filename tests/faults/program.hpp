// A program of the build, on the private database, started again after each kill.
#pragma once

#include <csignal>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/child_process.hpp"
#include "tests/support/private_mariadb.hpp"
#include "tests/support/stack.hpp"

namespace caseload::test {

class Program {
 public:
  // `settings`: environment variables beside or instead of those for the private database.
  Program(const std::string& name, const std::vector<std::string>& settings, const std::string& log)
      : command_{"/usr/bin/env",
                 "CASELOAD_DATABASE_SOCKET=" + private_mariadb().socket(),
                 "CASELOAD_DATABASE_USER=root",
                 "CASELOAD_CACHE_SERVERS=",
                 "CASELOAD_LOG_LEVEL=warning",
                 "CASELOAD_APP_EXCERPTS_FILE=" + required_variable("CASELOAD_TEST_BUILD") + "/excerpts.json"},
        log_(log) {
    command_.insert(command_.end(), settings.begin(), settings.end());
    command_.push_back(required_variable("CASELOAD_TEST_BUILD") + "/" + name);
    start();
  }
  void kill_and_restart() {
    process_->signal(SIGKILL);
    process_->wait();
    start();
  }
  ChildProcess& process() { return *process_; }
  int stop() {
    process_->signal(SIGTERM);
    return process_->wait();
  }

 private:
  void start() { process_ = std::make_unique<ChildProcess>(command_, log_); }

  std::vector<std::string> command_;
  std::string log_;
  std::unique_ptr<ChildProcess> process_;
};

}  // namespace caseload::test
