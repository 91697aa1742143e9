#include "io/command_line/command_line.hpp"

#include <CLI/CLI.hpp>

namespace caseload::io {

struct CommandLine::State {
  State(const std::string& program, const std::string& description) : app(description, program) {}
  CLI::App app;
};

CommandLine::CommandLine(const std::string& program, const std::string& description, const BuildInfo& build)
    : state_(std::make_unique<State>(program, description)) {
  state_->app.set_version_flag("--version", program + " " + std::string(build.version) + " (" +
                                                std::string(build.commit) + ", " + std::string(build.mode) +
                                                ", " + std::string(build.compiler) + ")");
}

CommandLine::~CommandLine() = default;

namespace {

template <class Value>
void add_option(CLI::App& app, const std::string& name, Value& value, const std::string& help) {
  CLI::Option* option = app.add_option(name, value, help);
  if (!value.empty()) option->capture_default_str();
}

}  // namespace

void CommandLine::option(const std::string& name, std::string& value, const std::string& help) {
  add_option(state_->app, name, value, help);
}

void CommandLine::option(const std::string& name, std::filesystem::path& value, const std::string& help) {
  add_option(state_->app, name, value, help);
}

void CommandLine::option(const std::string& name, int& value, std::pair<int, int> range,
                         const std::string& help) {
  state_->app.add_option(name, value, help)->check(CLI::Range(range.first, range.second));
}

void CommandLine::flag(const std::string& name, bool& value, const std::string& help) {
  state_->app.add_flag(name, value, help);
}

std::optional<int> CommandLine::parse(int argc, char** argv) {
  try {
    state_->app.parse(argc, argv);
    return std::nullopt;
  } catch (const CLI::ParseError& end) {
    return state_->app.exit(end);
  }
}

}  // namespace caseload::io
