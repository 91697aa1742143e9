// The application log, one JSON object a line (spdlog): time, level, request id where there is one, message, fields.
#pragma once

#include <string>
#include <string_view>

#include "core/value.hpp"

namespace caseload::io {

enum class LogLevel { debug, info, warning, error };

void start_log(const std::string& file, const std::string& level);  // throws ConfigError
void log(LogLevel level, std::string_view message, Value::Object fields = {});

}  // namespace caseload::io
