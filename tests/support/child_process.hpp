// A process of a test's own: a program, or a function in a fork. Killed with its owner.
#pragma once

#include <sys/types.h>

#include <functional>
#include <string>
#include <vector>

namespace caseload::test {

class ChildProcess {
 public:
  // Output of a program goes to `log_file`.
  ChildProcess(const std::vector<std::string>& command, const std::string& log_file);
  explicit ChildProcess(const std::function<int()>& function);  // its result is the exit status
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

// Asks again and again until the answer is yes; false when it stays no for 10 s.
bool becomes_true(const std::function<bool()>& condition);

}  // namespace caseload::test
