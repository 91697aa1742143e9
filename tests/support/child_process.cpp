#include "tests/support/child_process.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <system_error>
#include <thread>

namespace caseload::test {
namespace {

int exit_status(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

pid_t checked_fork() {
  std::cout.flush();  // otherwise the child prints it again
  std::fflush(nullptr);
  const pid_t id = fork();
  if (id < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (id == 0) prctl(PR_SET_PDEATHSIG, SIGKILL);
  return id;
}

}  // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& command, const std::string& log_file,
                           int inherited) {
  std::vector<char*> arguments;
  for (const auto& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  id_ = checked_fork();
  if (id_ != 0) return;
  if (!log_file.empty()) {
    const int log = open(log_file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    dup2(log, STDOUT_FILENO);
    dup2(log, STDERR_FILENO);
  }
  if (inherited >= 0) {
    dup2(inherited, 3);
    fcntl(3, F_SETFD, 0);  // if it already was descriptor 3, it would still be closed by exec
  }
  execvp(arguments[0], arguments.data());
  _exit(127);
}

ChildProcess::ChildProcess(const std::function<int()>& function) : id_(checked_fork()) {
  if (id_ != 0) return;
  int status = 125;
  try {
    status = function();
  } catch (const std::exception& error) {
    std::cerr << "child process: " << error.what() << std::endl;
  }
  _exit(status);
}

ChildProcess::~ChildProcess() {
  if (ended_) return;
  ::kill(id_, SIGKILL);
  wait();
}

void ChildProcess::signal(int number) const {
  if (::kill(id_, number) != 0) throw std::system_error(errno, std::generic_category(), "kill");
}

void ChildProcess::stop_running() const {
  signal(SIGSTOP);
  int status = 0;
  if (waitpid(id_, &status, WUNTRACED) != id_ || !WIFSTOPPED(status))
    throw std::runtime_error("the process did not stop");
}

bool ChildProcess::is_running() {
  if (ended_) return false;
  int status = 0;
  if (waitpid(id_, &status, WNOHANG) != id_) return true;
  ended_ = true;
  status_ = exit_status(status);
  return false;
}

int ChildProcess::wait() {
  while (!ended_) {
    int status = 0;
    const pid_t got = waitpid(id_, &status, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got != id_) throw std::system_error(errno, std::generic_category(), "waitpid");
    ended_ = true;
    status_ = exit_status(status);
  }
  return status_;
}

bool is_root() {
  return geteuid() == 0;
}

bool becomes_true(const std::function<bool()>& condition) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

}  // namespace caseload::test
