// The application log, one JSON object a line (spdlog): time, level, message, fields; the request's id is the
// field "request_id". Thread-safe; a line is written in one piece. Secrets and bodies do not belong here.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/value.hpp"

namespace caseload::io {

enum class LogLevel { debug, info, warning, error };

// `file` empty: standard error. `level`: "debug", "info", "warning" or "error". Throws ConfigError. Before it
// is called, lines of level info and above go to standard error.
void start_log(const std::string& file, const std::string& level);

// The bytes written, 0 where the level is not logged.
std::int64_t log(LogLevel level, std::string_view message, Value::Object fields = {});

// Opens the file again by its name, after logrotate moved it away. The server does it on SIGHUP.
// (copytruncate works as well, since the file is open for appending, but may lose lines.)
void reopen_log();

}  // namespace caseload::io
