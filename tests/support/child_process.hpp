// A child process of a test: a program, or a function in a fork. It is killed with its owner.
#pragma once

#include <sys/types.h>

#include <functional>
#include <string>
#include <vector>

namespace caseload::test {

class ChildProcess {
 public:
  // The program's output goes to `log_file`; empty: where that of the test goes. `inherited`: an open
  // descriptor that the program gets as descriptor 3.
  ChildProcess(const std::vector<std::string>& command, const std::string& log_file, int inherited = -1);
  // Returns the exit status. A function that starts threads must be a ChildFunction instead.
  explicit ChildProcess(const std::function<int()>& function);
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  pid_t id() const { return id_; }
  void signal(int number) const;
  void stop_running() const;  // SIGSTOP, and waits until it has stopped
  bool is_running();
  int wait();  // exit status, or 128 + signal

 private:
  pid_t id_ = -1;
  bool ended_ = false;
  int status_ = 0;
};

bool is_root();

// Polls until the condition is true. Returns false if it is still false after 60 s.
bool becomes_true(const std::function<bool()>& condition);

}  // namespace caseload::test
