// The application log, one JSON object per line (spdlog): time, level, message and fields, with the request
// id in "request_id". Thread-safe; lines are written atomically. Never log secrets or bodies.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/value.hpp"

namespace caseload::io {

enum class LogLevel { debug, info, warning, error };

// An empty `file` means standard error. `level` is "debug", "info", "warning" or "error". Throws ConfigError.
// Before this call, lines of level info and above go to standard error.
void start_log(const std::string& file, const std::string& level);

// Returns the number of bytes written, 0 if the level is not logged.
std::int64_t log(LogLevel level, std::string_view message, Value::Object fields = {});

// Reopens the file by its name after logrotate moved it. The server does this on SIGHUP. (copytruncate works
// too, since the file is opened for appending, but may lose lines.)
void reopen_log();

}  // namespace caseload::io
