// The command line of a program: its options are declared one by one, then parsed. --help and --version are
// added.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "core/build_info.hpp"

namespace caseload::io {

class CommandLine {
 public:
  CommandLine(const std::string& program, const std::string& description, const BuildInfo& build);
  ~CommandLine();
  CommandLine(CommandLine&&) = delete;

  // `value` is set by parse(). The help text shows what it holds now as the default, unless that is empty.
  void option(const std::string& name, std::string& value, const std::string& help);
  void option(const std::string& name, std::filesystem::path& value, const std::string& help);
  // Any number outside `range` (both ends included) is refused.
  void option(const std::string& name, int& value, std::pair<int, int> range, const std::string& help);
  void flag(const std::string& name, bool& value, const std::string& help);

  // The exit status, if the program has nothing more to do: after --help or --version, or after an error,
  // which has been printed to stderr.
  std::optional<int> parse(int argc, char** argv);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace caseload::io
