#include "io/fastcgi/fcgi_input.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace caseload::io {
namespace {

constexpr std::size_t head_buffer_bytes = 8'192;  // enough for a usual request
constexpr std::size_t body_buffer_bytes = 65'536;

// Of this thread's last connection.
thread_local std::vector<char> spare_buffer;

}  // namespace

FcgiInput::FcgiInput(int descriptor, const FcgiTerms& terms)
    : descriptor_(descriptor),
      terms_(terms),
      head_deadline_(SteadyClock::now() + terms.head_timeout),
      buffer_(std::move(spare_buffer)) {}

FcgiInput::~FcgiInput() {
  if (!buffer_.empty() && buffer_.size() <= body_buffer_bytes) spare_buffer = std::move(buffer_);
}

FcgiInput::Head FcgiInput::read_head() {
  while (!checks_.head_is_complete()) {
    if (const Head head = peek(); head != Head::complete) return head;
  }
  return Head::complete;
}

FcgiInput::Head FcgiInput::wait_for_head(std::chrono::milliseconds patience) {
  const auto deadline = std::min(head_deadline_, SteadyClock::now() + patience);
  for (;;) {
    const Head head = read_head();
    if (head != Head::incomplete || !wait_for(descriptor_, POLLIN, deadline)) return head;
  }
}

// Looks at the bytes that have arrived after those in the buffer. Complete: there were some.
FcgiInput::Head FcgiInput::peek() {
  take_unread();
  if (filled_ == buffer_.size()) buffer_.resize(std::max(head_buffer_bytes, 2 * buffer_.size()));
  char* const into = buffer_.data() + filled_;
  ssize_t got = 0;
  do {
    got = recv(descriptor_, into, buffer_.size() - filled_, MSG_PEEK | MSG_DONTWAIT);
  } while (got < 0 && errno == EINTR);
  if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return Head::incomplete;
  if (got <= 0) return Head::closed;
  const FcgiChecks::Taken taken = checks_.take({into, static_cast<std::size_t>(got)});
  unread_ = taken.bytes;
  filled_ += taken.kept;
  return checks_.violation().empty() ? Head::complete : Head::refused;
}

void FcgiInput::take_unread() {
  std::array<char, 16'384> seen;
  while (unread_ > 0) {
    const ssize_t got = recv(descriptor_, seen.data(), std::min(unread_, seen.size()), MSG_DONTWAIT);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;  // the connection was reset; the next look at it will show that
    unread_ -= static_cast<std::size_t>(got);
  }
  unread_ = 0;
}

int FcgiInput::read(char* into, std::size_t size) {
  if (served_ == filled_) {
    if (checks_.is_complete()) return 0;
    if (!fill_body()) return -1;
  }
  const std::size_t given = std::min(size, filled_ - served_);
  std::memcpy(into, buffer_.data() + served_, given);
  served_ += given;
  return static_cast<int>(given);
}

bool FcgiInput::fill_body() {
  if (!checks_.violation().empty()) return false;
  if (body_deadline_ == SteadyClock::time_point{}) body_deadline_ = SteadyClock::now() + terms_.body_timeout;
  take_unread();
  filled_ = served_ = 0;
  buffer_.resize(std::max(buffer_.size(), body_buffer_bytes));
  for (;;) {
    if (SteadyClock::now() >= body_deadline_) return false;
    const Head arrived = peek();
    if (arrived == Head::complete && filled_ == 0 && !checks_.is_complete()) continue;  // only padding
    if (arrived == Head::complete) return true;
    if (arrived != Head::incomplete || !wait_for(descriptor_, POLLIN, body_deadline_)) return false;
  }
}

bool FcgiInput::peer_has_disconnected() const {
  pollfd state{.fd = descriptor_, .events = terms_.hang_up_events, .revents = 0};
  return poll(&state, 1, 0) > 0;
}

void FcgiInput::finish_request() {
  take_unread();
}

void FcgiInput::expect_next_request() {
  checks_ = FcgiChecks();
  filled_ = served_ = 0;
  head_deadline_ = SteadyClock::now() + terms_.head_timeout;
  body_deadline_ = {};
}

}  // namespace caseload::io
