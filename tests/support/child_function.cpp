#include "tests/support/child_function.hpp"

#include <exception>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace caseload::test {
namespace {

constexpr std::string_view option = "--child-function";

std::map<std::string, ChildFunction::Function>& functions() {
  static std::map<std::string, ChildFunction::Function> all;
  return all;
}

}  // namespace

ChildFunction::ChildFunction(std::string name, Function function) : name_(std::move(name)) {
  if (!functions().emplace(name_, function).second)
    throw std::logic_error("two child functions have the name " + name_);
}

std::vector<std::string> ChildFunction::command(const Arguments& arguments) const {
  // This is the running program, even if its file has been replaced (proc(5)).
  std::vector<std::string> command{"/proc/self/exe", std::string(option), name_};
  command.insert(command.end(), arguments.begin(), arguments.end());
  return command;
}

std::optional<int> run_child_function(int argc, char** argv) {
  if (argc < 3 || argv[1] != option) return std::nullopt;
  try {
    return functions().at(argv[2])(ChildFunction::Arguments(argv + 3, argv + argc));
  } catch (const std::exception& error) {
    std::cerr << "child process: " << error.what() << std::endl;
    return 125;
  }
}

}  // namespace caseload::test
