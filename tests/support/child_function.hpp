// A function that a test runs in its own process: the test program starts itself again, and its main calls
// the function instead of the tests. Unlike a fork of a process that has threads, this process may start
// threads, and the thread sanitizer follows them. All it knows of the test are its arguments.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace caseload::test {

class ChildFunction {
 public:
  using Arguments = std::vector<std::string>;
  using Function = int (*)(const Arguments&);  // returns the exit status

  // Create it as a global object, because main looks it up by its name.
  ChildFunction(std::string name, Function function);

  std::vector<std::string> command(const Arguments& arguments) const;  // for a ChildProcess

 private:
  std::string name_;
};

// The exit status, if this process was started to run such a function.
std::optional<int> run_child_function(int argc, char** argv);

}  // namespace caseload::test
