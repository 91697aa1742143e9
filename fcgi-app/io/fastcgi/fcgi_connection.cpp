#include "io/fastcgi/fcgi_connection.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <limits>
#include <stdexcept>
#include <utility>

#include "core/response.hpp"

namespace caseload::io {
namespace {

constexpr std::size_t max_discarded_bytes = 100'000'000;  // the maximum of server.max_body_bytes

int as_int(std::size_t size) {
  return static_cast<int>(std::min(size, std::size_t{std::numeric_limits<int>::max()}));
}

// Both sides of the connection for which this thread is in libfcgi.
struct Sides {
  FcgiInput* input = nullptr;
  FcgiOutput* output = nullptr;
};
thread_local constinit Sides current;

class InLibrary {
 public:
  InLibrary(FcgiInput& input, FcgiOutput& output) { current = {&input, &output}; }
  ~InLibrary() { current = {}; }
  InLibrary(const InLibrary&) = delete;
  InLibrary& operator=(const InLibrary&) = delete;
};

// libfcgi reports errno, and 0 would be no error.
int or_error(int bytes) {
  if (bytes < 0) errno = ECONNABORTED;
  return bytes;
}

int read_checked(char* into, std::size_t size) {
  return or_error(current.input == nullptr ? -1 : current.input->read(into, size));
}

int collect(const char* bytes, std::size_t size) {
  return or_error(current.output == nullptr || !current.output->write(bytes, size) ? -1 : as_int(size));
}

}  // namespace

// libfcgi can accept connections itself, but a thread waiting in its accept can only be woken by a signal,
// and if that arrives a moment too early, the thread waits for the next request. So the server accepts the
// connection and stores it where libfcgi keeps its own. (In 2.4.2, the version in Debian 12, FCGX_Accept_r
// first finishes the previous request and would close a connection that is not marked as kept.)
FcgiConnection::FcgiConnection(Descriptor peer, FcgiInput input)
    : input_(std::move(input)), output_(peer.get(), input_.terms().idle_timeout) {
  if (FCGX_InitRequest(&request_, -1, 0) != 0) throw std::logic_error("libfcgi is not initialised");
  request_.ipcFd = peer.release();
  request_.keepConnection = 1;
  // Without this, closing waits up to 2 s for the peer to close first. Each request is read to its end, so
  // nothing is lost by closing at once.
  FCGX_Detach(&request_);
}

FcgiConnection::~FcgiConnection() {
  close();
}

void FcgiConnection::close() {
  FCGX_Free(&request_, 0);
  if (is_open()) ::close(request_.ipcFd);
  request_.ipcFd = -1;
}

bool FcgiConnection::next_request() {
  const InLibrary scope(input_, output_);
  return FCGX_Accept_r(&request_) == 0 && read_parameters();
}

// False if they are not those that were sent (FcgiChecks::name_bytes).
bool FcgiConnection::read_parameters() {
  constexpr std::size_t usual_count = 40;  // nginx/caseload.conf, and the headers of a browser
  constexpr std::string_view of_library = "FCGI_ROLE=RESPONDER";
  parameters_.clear();
  parameters_.reserve(usual_count);
  std::size_t names = 0;
  std::size_t values = 0;
  for (char** entry = request_.envp; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    if (entry == request_.envp && text == of_library) continue;
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos) return false;
    parameters_.emplace_back(text.substr(0, equals), text.substr(equals + 1));
    names += equals;
    values += text.size() - equals - 1;
  }
  return names == input_.checks().name_bytes() && values == input_.checks().value_bytes();
}

std::size_t FcgiConnection::read(char* into, std::size_t size) {
  const InLibrary scope(input_, output_);
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
  output_.reserve();
  const InLibrary scope(input_, output_);
  while (!bytes.empty()) {
    const int size = as_int(bytes.size());
    if (FCGX_PutStr(bytes.data(), size, request_.out) != size) throw ClientDisconnected{};
    bytes.remove_prefix(static_cast<std::size_t>(size));
  }
}

void FcgiConnection::flush() {
  const InLibrary scope(input_, output_);
  // FCGX_FFlush returns 0 even after a failure.
  FCGX_FFlush(request_.out);
  if (FCGX_GetError(request_.out) != 0 || !output_.flush()) throw ClientDisconnected{};
}

void FcgiConnection::finish(bool keep) {
  keep = keep && request_.keepConnection != 0;
  request_.keepConnection = 1;  // libfcgi closes the connection only after an error
  {
    const InLibrary scope(input_, output_);
    FCGX_Finish_r(&request_);
  }
  // After an error libfcgi has closed the descriptor, and another connection may have its number now.
  if (!is_open()) return;
  keep = output_.flush() && keep;
  input_.finish_request();
  if (!keep) close();
}

// Bytes of the request are still unread, so closing resets the connection. For an old kernel and a body that
// arrived only in part there is also a record of a version that doesn't exist: nginx logs "unsupported
// FastCGI protocol version" and drops its client.
void FcgiConnection::abort() {
  static constexpr std::array<char, 8> impossible_record{'\xff', '\xff'};
  // The result doesn't matter: if the bytes can't be sent, the peer has already disconnected.
  [[maybe_unused]] const auto sent =
      send(request_.ipcFd, impossible_record.data(), impossible_record.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  close();
}

}  // namespace caseload::io

// libfcgi reads and writes its connections through its own functions with these two names. These replace
// them, because the dynamic linker finds the program's first.
extern "C" int OS_Read(int /*descriptor*/, char* into, std::size_t size) {
  return caseload::io::read_checked(into, size);
}

extern "C" int OS_Write(int /*descriptor*/, char* bytes, std::size_t size) {
  return caseload::io::collect(bytes, size);
}
