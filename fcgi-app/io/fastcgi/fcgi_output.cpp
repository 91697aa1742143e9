#include "io/fastcgi/fcgi_output.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <string_view>
#include <utility>

#include "io/fastcgi/socket_wait.hpp"

namespace caseload::io {
namespace {

constexpr std::size_t send_from_bytes = 32'768;
constexpr std::size_t max_record_bytes = 8'192;  // libfcgi writes no more at once
constexpr std::size_t buffer_bytes = send_from_bytes + max_record_bytes;

// Of this thread's last connection.
thread_local std::string spare_buffer;

}  // namespace

FcgiOutput::FcgiOutput(int descriptor, std::chrono::milliseconds idle_timeout)
    : descriptor_(descriptor), idle_timeout_(idle_timeout) {}

FcgiOutput::~FcgiOutput() {
  if (unsent_.capacity() >= buffer_bytes) spare_buffer = std::move(unsent_);
}

void FcgiOutput::reserve() {
  if (unsent_.capacity() >= buffer_bytes) return;
  spare_buffer.assign(unsent_);
  unsent_ = std::move(spare_buffer);
  unsent_.reserve(buffer_bytes);
}

bool FcgiOutput::write(const char* bytes, std::size_t size) {
  if (has_failed_) return false;
  unsent_.append(bytes, size);
  return unsent_.size() < send_from_bytes || flush();
}

bool FcgiOutput::flush() {
  if (!has_failed_) has_failed_ = !send_all();
  unsent_.clear();
  return !has_failed_;
}

bool FcgiOutput::send_all() {
  std::string_view left = unsent_;
  while (!left.empty()) {
    const ssize_t sent = send(descriptor_, left.data(), left.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent >= 0) {
      left.remove_prefix(static_cast<std::size_t>(sent));
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      if (!wait_for(descriptor_, POLLOUT, SteadyClock::now() + idle_timeout_)) return false;
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

}  // namespace caseload::io
