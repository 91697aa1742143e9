#include "io/log/log.hpp"

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <array>
#include <atomic>
#include <chrono>
#include <ctime>
#include <memory>
#include <mutex>
#include <optional>

#include "core/errors.hpp"
#include "io/json/json.hpp"

namespace caseload::io {
namespace {

constexpr std::array<std::string_view, 4> level_names{"debug", "info", "warning", "error"};

std::string_view name_of(LogLevel level) {
  return level_names[static_cast<std::size_t>(level)];
}

std::optional<LogLevel> level_named(std::string_view name) {
  for (std::size_t i = 0; i < level_names.size(); ++i)
    if (level_names[i] == name) return static_cast<LogLevel>(i);
  return std::nullopt;
}

using Logger = std::shared_ptr<spdlog::logger>;

Logger make_logger(spdlog::sink_ptr sink) {
  auto logger = std::make_shared<spdlog::logger>("caseload", std::move(sink));
  logger->set_pattern("%v", spdlog::pattern_time_type::utc);
  logger->set_level(spdlog::level::trace);  // levels are checked here, before a line is formatted
  logger->flush_on(spdlog::level::trace);   // the last lines before a crash matter most
  return logger;
}

Logger stderr_logger() {
  return make_logger(std::make_shared<spdlog::sinks::stderr_sink_mt>());
}

Logger file_logger(const std::string& file) {
  return make_logger(std::make_shared<spdlog::sinks::basic_file_sink_mt>(file));
}

// The log of the process. The logger is replaced as a whole, so a line that is being written keeps the old
// one.
struct Log {
  std::mutex mutex;
  std::string file;
  Logger logger = stderr_logger();
  std::atomic<LogLevel> lowest = LogLevel::info;
};

Log& process_log() {
  static Log log;
  return log;
}

std::string timestamp() {
  const auto now = std::chrono::system_clock::now();
  const auto milliseconds =
      std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count() % 1000;
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", parts.tm_year + 1900, parts.tm_mon + 1,
                     parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec, milliseconds);
}

spdlog::level::level_enum to_spdlog(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return spdlog::level::debug;
    case LogLevel::info:
      return spdlog::level::info;
    case LogLevel::warning:
      return spdlog::level::warn;
    case LogLevel::error:
      break;
  }
  return spdlog::level::err;
}

}  // namespace

void start_log(const std::string& file, const std::string& level) {
  const auto lowest = level_named(level);
  if (!lowest) throw ConfigError("log.level = \"" + level + "\": must be debug, info, warning or error");
  Log& state = process_log();
  const std::lock_guard lock(state.mutex);
  try {
    state.logger = file.empty() ? stderr_logger() : file_logger(file);
  } catch (const spdlog::spdlog_ex& error) {
    throw ConfigError("log.file = \"" + file + "\": " + error.what());
  }
  state.file = file;
  state.lowest = *lowest;
}

std::int64_t log(LogLevel level, std::string_view message, Value::Object fields) {
  Log& state = process_log();
  if (level < state.lowest) return 0;
  Value::Object line;
  line.reserve(fields.size() + 3);
  line.emplace_back("time", timestamp());
  line.emplace_back("level", name_of(level));
  line.emplace_back("message", message);
  for (auto& field : fields) line.push_back(std::move(field));
  const std::string text = to_json(Value(std::move(line)));
  Logger logger;
  {
    const std::lock_guard lock(state.mutex);
    logger = state.logger;
  }
  logger->log(to_spdlog(level), spdlog::string_view_t(text));
  return static_cast<std::int64_t>(text.size()) + 1;
}

void reopen_log() {
  Log& state = process_log();
  std::string problem;
  {
    const std::lock_guard lock(state.mutex);
    if (state.file.empty()) return;
    try {
      state.logger = file_logger(state.file);
      return;
    } catch (const spdlog::spdlog_ex& error) {
      problem = error.what();
    }
  }
  log(LogLevel::error, "the log file could not be reopened; the old one is still in use",
      {{"reason", problem}});
}

}  // namespace caseload::io
