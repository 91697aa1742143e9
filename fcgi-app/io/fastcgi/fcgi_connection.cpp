#include "io/fastcgi/fcgi_connection.hpp"

#include <sys/socket.h>
#include <sys/time.h>

#include <algorithm>
#include <array>
#include <limits>
#include <stdexcept>

#include "core/response.hpp"

namespace caseload::io {
namespace {

constexpr std::size_t largest_discard = 100'000'000;  // the largest max_body_bytes that can be configured

void limit_waiting(int descriptor, int timeout_s) {
  const timeval limit{.tv_sec = timeout_s, .tv_usec = 0};
  setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

int as_int(std::size_t size) {
  return static_cast<int>(std::min(size, std::size_t{std::numeric_limits<int>::max()}));
}

}  // namespace

// libfcgi can accept by itself, but a thread that waits in its accept can only be woken by a signal that may
// come a moment too early, and then it waits for the next request. So the server accepts, and the connection
// is put where libfcgi keeps its own. (Seen in 2.4.2, the version of Debian 12: FCGX_Accept_r first finishes
// the request before, and would close a connection that is not marked as kept.)
FcgiConnection::FcgiConnection(Descriptor peer, int timeout_s) {
  limit_waiting(peer.get(), timeout_s);
  if (FCGX_InitRequest(&request_, -1, 0) != 0) throw std::logic_error("libfcgi is not initialised");
  request_.ipcFd = peer.release();
  request_.keepConnection = 1;
  // Without this, closing waits up to 2 s for the peer to close first. We read each request to its end, so
  // that nothing can be lost by closing at once.
  FCGX_Detach(&request_);
}

FcgiConnection::~FcgiConnection() {
  FCGX_Free(&request_, is_open() ? 1 : 0);
}

bool FcgiConnection::next_request() {
  return FCGX_Accept_r(&request_) == 0;
}

std::vector<std::pair<std::string_view, std::string_view>> FcgiConnection::parameters() const {
  std::vector<std::pair<std::string_view, std::string_view>> all;
  for (char** entry = request_.envp; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos) continue;
    all.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  return all;
}

std::size_t FcgiConnection::read(char* into, std::size_t size) {
  return static_cast<std::size_t>(std::max(0, FCGX_GetStr(into, as_int(size), request_.in)));
}

bool FcgiConnection::body_was_cut() const {
  return FCGX_GetError(request_.in) != 0;
}

void FcgiConnection::discard_body() {
  std::array<char, 16'384> bytes;
  for (std::size_t total = 0; total < largest_discard;) {
    const std::size_t got = read(bytes.data(), bytes.size());
    total += got;
    if (got < bytes.size()) return;
  }
}

void FcgiConnection::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const int size = as_int(bytes.size());
    if (FCGX_PutStr(bytes.data(), size, request_.out) != size) throw ClientDisconnected{};
    bytes.remove_prefix(static_cast<std::size_t>(size));
  }
}

void FcgiConnection::flush() {
  // FCGX_FFlush returns 0 also after a failure.
  FCGX_FFlush(request_.out);
  if (FCGX_GetError(request_.out) != 0) throw ClientDisconnected{};
}

void FcgiConnection::finish(bool keep) {
  if (!keep) request_.keepConnection = 0;
  FCGX_Finish_r(&request_);
}

void FcgiConnection::abort() {
  // FastCGI has only version 1. nginx reports "unsupported FastCGI protocol version" and drops its client.
  static constexpr std::array<char, 8> impossible_record{'\xff', '\xff'};
  // The result does not matter: whoever does not take these bytes is gone already.
  [[maybe_unused]] const auto sent =
      send(request_.ipcFd, impossible_record.data(), impossible_record.size(), MSG_NOSIGNAL);
  FCGX_Free(&request_, 1);
}

}  // namespace caseload::io
