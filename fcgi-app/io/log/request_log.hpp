// The request log of pages behind a middleware chain: a line a request or more, in a file of its own without
// a name, which begins anew at a size and ends with the process. It costs what a request log costs, and the
// application's own log stays readable. Thread-safe.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <cstdio>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace caseload::io {

class RequestLog {
 public:
  explicit RequestLog(std::int64_t max_bytes);  // the size at which the file begins anew
  ~RequestLog();                                // writes what is still in memory
  RequestLog(const RequestLog&) = delete;
  RequestLog& operator=(const RequestLog&) = delete;

  std::int64_t write(std::string_view line);
  void buffer(std::string_view line);

 private:
  std::int64_t append(std::string_view text, std::string_view end);
  void write_pending();

  const std::int64_t max_bytes_;
  std::FILE* file_;
  std::atomic<std::int64_t> size_ = 0;
  std::mutex mutex_;
  std::condition_variable due_;
  std::string waiting_;
  bool is_ending_ = false;
  std::thread writer_;
};

// The size of the process' own log (log.requests_max_bytes), which is opened with its first line: one that is
// told later changes nothing.
void limit_request_log(std::int64_t bytes);

// Writes the line before it returns. The bytes written, 0 where that failed.
std::int64_t write_request_line(std::string_view line);

// Keeps the line in memory; a thread of the log's own writes what has come together, at 64 KB or each second,
// and the rest when the process ends. A crash loses what is in memory.
void buffer_request_line(std::string_view line);

}  // namespace caseload::io
