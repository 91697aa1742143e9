#include "io/log/request_log.hpp"

#include <fcntl.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <chrono>

#include "io/config/config.hpp"

namespace caseload::io {
namespace {

constexpr std::size_t buffer_bytes = 64 * 1024;
constexpr std::chrono::seconds max_buffering_time{1};

std::atomic<std::int64_t> configured_bytes = Config{}.request_log_max_bytes;

RequestLog& the_log() {
  static RequestLog log(configured_bytes);
  return log;
}

}  // namespace

RequestLog::RequestLog(std::int64_t max_bytes) : max_bytes_(max_bytes), file_(std::tmpfile()) {
  if (file_ != nullptr) fcntl(fileno(file_), F_SETFL, O_WRONLY | O_APPEND);
  pending_.reserve(2 * buffer_bytes);
  writer_ = std::thread([this] { write_pending(); });
}

RequestLog::~RequestLog() {
  {
    const std::lock_guard lock(mutex_);
    is_ending_ = true;
  }
  due_.notify_one();
  writer_.join();
  if (file_ != nullptr) std::fclose(file_);
}

std::int64_t RequestLog::write(std::string_view line) {
  return append(line, "\n");
}

void RequestLog::buffer(std::string_view line) {
  bool is_due = false;
  {
    const std::lock_guard lock(mutex_);
    if (pending_.size() + line.size() >= 2 * buffer_bytes) return;  // rather lose a line than delay a request
    pending_.append(line) += '\n';
    is_due = pending_.size() >= buffer_bytes;
  }
  if (is_due) due_.notify_one();
}

// Atomic, because the file is opened for appending.
std::int64_t RequestLog::append(std::string_view text, std::string_view end) {
  if (file_ == nullptr) return 0;
  std::array<iovec, 2> parts{
      {{const_cast<char*>(text.data()), text.size()}, {const_cast<char*>(end.data()), end.size()}}};
  const ssize_t written = writev(fileno(file_), parts.data(), static_cast<int>(parts.size()));
  if (written <= 0) return 0;
  if ((size_ += written) > max_bytes_ && ftruncate(fileno(file_), 0) == 0) size_ = 0;
  return written;
}

void RequestLog::write_pending() {
  std::string lines;
  lines.reserve(2 * buffer_bytes);
  std::unique_lock lock(mutex_);
  while (!is_ending_) {
    due_.wait_for(lock, max_buffering_time, [&] { return is_ending_ || pending_.size() >= buffer_bytes; });
    std::swap(lines, pending_);
    lock.unlock();
    if (!lines.empty()) append(lines, {});
    lines.clear();
    lock.lock();
  }
  if (!pending_.empty()) append(pending_, {});
}

void limit_request_log(std::int64_t bytes) {
  configured_bytes = bytes;
}

std::int64_t write_request_line(std::string_view line) {
  return the_log().write(line);
}

void buffer_request_line(std::string_view line) {
  the_log().buffer(line);
}

}  // namespace caseload::io
