// The request log of pages behind a middleware chain: a line a request or more, in a file of its own without
// a name, which begins anew at a size and ends with the process. It costs what a request log costs, and the
// application's own log stays readable. Thread-safe.
#pragma once

#include <cstdint>
#include <string_view>

namespace caseload::io {

// The size at which the file begins anew (log.requests_max_bytes). To be called before threads start.
void limit_request_log(std::int64_t bytes);

// Writes the line before it returns. The bytes written, 0 where that failed.
std::int64_t write_request_line(std::string_view line);

// Keeps the line in memory; a thread of the log's own writes what has come together, at 64 KB or each second,
// and the rest when the process ends. A crash loses what is in memory.
void buffer_request_line(std::string_view line);

}  // namespace caseload::io
