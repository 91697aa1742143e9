// The request log of pages with middleware: one or more lines per request, in a separate unnamed file that is
// truncated at a size limit and disappears with the process. It costs as much as a real request log, and the
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
  explicit RequestLog(std::int64_t max_bytes);  // the size at which the file is truncated
  ~RequestLog();                                // writes the buffered lines
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
  std::string pending_;
  bool is_ending_ = false;
  std::thread writer_;
};

// Sets the size limit of the process's request log (log.requests_max_bytes). It is opened with its first
// line; later calls have no effect.
void limit_request_log(std::int64_t bytes);

// Writes the line before it returns. Returns the number of bytes written, 0 on failure.
std::int64_t write_request_line(std::string_view line);

// Buffers the line. A thread of the log writes the buffer at 64 KB or once per second, and the rest when the
// process ends. A crash loses the buffer.
void buffer_request_line(std::string_view line);

}  // namespace caseload::io
