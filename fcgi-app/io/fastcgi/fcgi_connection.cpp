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

constexpr std::size_t max_discarded_bytes = 100'000'000;  // the maximum of server.max_body_bytes

void limit_waiting(int descriptor, int timeout_s) {
  const timeval limit{.tv_sec = timeout_s, .tv_usec = 0};
  setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

int as_int(std::size_t size) {
  return static_cast<int>(std::min(size, std::size_t{std::numeric_limits<int>::max()}));
}

}  // namespace

// libfcgi can accept connections itself, but a thread waiting in its accept can only be woken by a signal,
// and if that arrives a moment too early, the thread waits for the next request. So the server accepts the
// connection and stores it where libfcgi keeps its own. (In 2.4.2, the version in Debian 12, FCGX_Accept_r
// first finishes the previous request and would close a connection that is not marked as kept.)
FcgiConnection::FcgiConnection(Descriptor peer, int timeout_s) {
  limit_waiting(peer.get(), timeout_s);
  if (FCGX_InitRequest(&request_, -1, 0) != 0) throw std::logic_error("libfcgi is not initialised");
  request_.ipcFd = peer.release();
  request_.keepConnection = 1;
  // Without this, closing waits up to 2 s for the peer to close first. Each request is read to its end, so
  // nothing is lost by closing at once.
  FCGX_Detach(&request_);
}

FcgiConnection::~FcgiConnection() {
  FCGX_Free(&request_, is_open() ? 1 : 0);
}

bool FcgiConnection::next_request() {
  return FCGX_Accept_r(&request_) == 0;
}

std::vector<std::pair<std::string_view, std::string_view>> FcgiConnection::parameters() const {
  constexpr std::size_t usual_count = 40;  // nginx/caseload.conf, and the headers of a browser
  std::vector<std::pair<std::string_view, std::string_view>> all;
  all.reserve(usual_count);
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

bool FcgiConnection::body_was_truncated() const {
  return FCGX_GetError(request_.in) != 0;
}

void FcgiConnection::discard_body() {
  std::array<char, 16'384> bytes;
  for (std::size_t total = 0; total < max_discarded_bytes;) {
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
  // FCGX_FFlush returns 0 even after a failure.
  FCGX_FFlush(request_.out);
  if (FCGX_GetError(request_.out) != 0) throw ClientDisconnected{};
}

void FcgiConnection::finish(bool keep) {
  if (!keep) request_.keepConnection = 0;
  FCGX_Finish_r(&request_);
}

void FcgiConnection::abort() {
  // The only FastCGI version is 1. nginx logs "unsupported FastCGI protocol version" and drops its client.
  static constexpr std::array<char, 8> impossible_record{'\xff', '\xff'};
  // The result doesn't matter: if the bytes can't be sent, the peer has already disconnected.
  [[maybe_unused]] const auto sent =
      send(request_.ipcFd, impossible_record.data(), impossible_record.size(), MSG_NOSIGNAL);
  FCGX_Free(&request_, 1);
}

}  // namespace caseload::io
