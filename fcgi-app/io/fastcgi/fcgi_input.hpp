// The receiving side of one FastCGI connection: reads, checks (fcgi_checks.hpp), and hands the bytes to
// libfcgi. Never waits longer than its deadlines. Used by one thread at a time.
//
// The last bytes of a request stay in the kernel's queue until its response is complete, because the kernel
// resets a connection that is closed with unread bytes. Whatever ends this process in the middle of a
// response, the web server sees an error and not an end. (Unix sockets: unix_release_sock() in
// net/unix/af_unix.c; TCP: RFC 2525 section 2.17.)
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "io/fastcgi/fcgi_checks.hpp"
#include "io/fastcgi/socket_wait.hpp"

namespace caseload::io {

struct FcgiTerms {
  std::chrono::milliseconds head_timeout;  // from the connection, or the end of the last request on it
  std::chrono::milliseconds body_timeout;  // from the end of the head
  std::chrono::milliseconds idle_timeout;  // while the peer accepts no byte of the response
  // What poll(2) reports if the peer has disconnected, besides POLLHUP and POLLERR. POLLRDHUP on TCP, where
  // closing and closing for writing look the same; web servers never do the latter.
  short hang_up_events;
};

class FcgiInput {
 public:
  enum class Head { incomplete, complete, closed, refused };  // closed: by the peer

  // Does not own the descriptor.
  FcgiInput(int descriptor, const FcgiTerms& terms);
  ~FcgiInput();
  FcgiInput(FcgiInput&&) noexcept = default;
  FcgiInput& operator=(FcgiInput&&) = delete;

  // Reads what has arrived, without waiting.
  Head read_head();
  // Waits for the rest of the head, but not longer than this and not beyond the deadline.
  Head wait_for_head(std::chrono::milliseconds patience);
  SteadyClock::time_point head_deadline() const { return head_deadline_; }
  const FcgiTerms& terms() const { return terms_; }
  std::string_view violation() const { return checks_.violation(); }
  const FcgiChecks& checks() const { return checks_; }
  bool has_whole_request() const { return checks_.is_complete(); }

  // Takes checked bytes, as read(2) does. Waits for a body that is still arriving. 0 after the end of the
  // request, -1 if the peer disconnected, violates the protocol, or is too slow.
  int read(char* into, std::size_t size);

  bool peer_has_disconnected() const;
  // After the response: takes the last bytes out of the queue, so that closing is a clean end.
  void finish_request();
  void expect_next_request();

 private:
  Head peek();
  void take_unread();
  bool fill_body();

  int descriptor_;
  FcgiTerms terms_;
  SteadyClock::time_point head_deadline_;
  SteadyClock::time_point body_deadline_{};
  FcgiChecks checks_;
  std::vector<char> buffer_;
  std::size_t filled_ = 0;  // checked bytes in the buffer
  std::size_t served_ = 0;  // of these, given to libfcgi
  std::size_t unread_ = 0;  // bytes that were checked and are still in the kernel's queue
};

}  // namespace caseload::io
