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
constexpr std::size_t record_bytes = 8'192;  // the most that libfcgi writes at once

// The room of this thread's last connection.
thread_local std::string spare_room;

}  // namespace

FcgiOutput::FcgiOutput(int descriptor, std::chrono::milliseconds idle_timeout)
    : descriptor_(descriptor), idle_timeout_(idle_timeout), unsent_(std::move(spare_room)) {
  unsent_.clear();
  unsent_.reserve(send_from_bytes + record_bytes);
}

FcgiOutput::~FcgiOutput() {
  spare_room = std::move(unsent_);
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
