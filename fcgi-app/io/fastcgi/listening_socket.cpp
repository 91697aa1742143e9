#include "io/fastcgi/listening_socket.hpp"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <memory>
#include <system_error>

#include "core/errors.hpp"
#include "core/text.hpp"
#include "io/log/log.hpp"

namespace caseload::io {
namespace {

short hang_up_events_of(const Descriptor& listening) {
  int family = AF_UNIX;
  socklen_t size = sizeof family;
  getsockopt(listening.get(), SOL_SOCKET, SO_DOMAIN, &family, &size);
  return family == AF_UNIX ? short{0} : short{POLLRDHUP};
}

constexpr int first_inherited = 3;  // SD_LISTEN_FDS_START, sd_listen_fds(3)

[[noreturn]] void refuse(const std::string& listen, const std::string& why) {
  throw ConfigError("server.listen = \"" + listen + "\": " + why);
}

[[noreturn]] void refuse(const std::string& listen, const std::string& what, int error) {
  refuse(listen, what + ": " + std::generic_category().message(error));
}

Descriptor new_socket(const std::string& listen, int family) {
  Descriptor made(socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!made) refuse(listen, "a socket can't be created", errno);
  return made;
}

sockaddr_un unix_address(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path)
    refuse(path,
           "the path is longer than " + std::to_string(sizeof address.sun_path - 1) + " bytes (unix(7))");
  std::memcpy(address.sun_path, path.data(), path.size());
  return address;
}

// A file left behind by a dead process makes bind(2) fail. A file that is in use must not be removed.
void clear_stale_file(const std::string& path, const sockaddr_un& address) {
  struct stat status {};
  if (lstat(path.c_str(), &status) != 0) {
    if (errno == ENOENT) return;
    refuse(path, "the path can't be checked", errno);
  }
  if (!S_ISSOCK(status.st_mode)) refuse(path, "the path exists and is not a socket");
  const Descriptor trial = new_socket(path, AF_UNIX);
  const bool is_served =
      connect(trial.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  if (is_served || errno == EAGAIN) refuse(path, "another process is listening on this socket");
  if (errno != ECONNREFUSED) refuse(path, "can't check whether the existing socket is in use", errno);
  if (unlink(path.c_str()) != 0) refuse(path, "a stale socket of a dead process can't be removed", errno);
}

Descriptor open_unix(const std::string& path, int mode) {
  const sockaddr_un address = unix_address(path);
  clear_stale_file(path, address);
  Descriptor made = new_socket(path, AF_UNIX);
  if (bind(made.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    refuse(path, "the socket can't be created", errno);
  // Before listen(2), so that nobody can connect while the file has the mode from the umask.
  if (chmod(path.c_str(), static_cast<mode_t>(mode)) != 0)
    refuse(path, "the mode of the socket can't be set", errno);
  return made;
}

Descriptor open_tcp(const std::string& listen) {
  const std::size_t colon = listen.rfind(':');
  const auto port = colon == std::string::npos ? std::nullopt : whole_number(listen.substr(colon + 1));
  if (!port || *port < 1 || *port > 65'535)
    refuse(listen,
           "must be the path of a Unix socket (\"/run/caseload/app.sock\"), host:port, or \"systemd\"");
  std::string host = listen.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);

  addrinfo hints{};
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int code =
      getaddrinfo(host.empty() ? nullptr : host.c_str(), std::to_string(*port).c_str(), &hints, &found);
  if (code != 0) refuse(listen, gai_strerror(code));
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> address(found, &freeaddrinfo);

  Descriptor made = new_socket(listen, address->ai_family);
  const int on = 1;
  setsockopt(made.get(), SOL_SOCKET, SO_REUSEADDR, &on,
             sizeof on);  // don't wait for old connections after a restart
  setsockopt(made.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);  // inherited by accepted connections
  if (bind(made.get(), address->ai_addr, address->ai_addrlen) != 0)
    refuse(listen, "can't listen there", errno);
  return made;
}

// sd_listen_fds(3) without its library. LISTEN_PID names the receiving process, since children inherit both
// variables.
Descriptor take_inherited(const std::string& listen) {
  const char* count = std::getenv("LISTEN_FDS");
  const char* receiver = std::getenv("LISTEN_PID");
  if (count == nullptr || receiver == nullptr)
    refuse(listen, "no socket was passed: LISTEN_FDS and LISTEN_PID are not set (sd_listen_fds(3))");
  if (whole_number(receiver) != getpid())
    refuse(listen,
           "the socket was passed to process " + std::string(receiver) + " (LISTEN_PID), not to this one");
  if (whole_number(count) != 1) refuse(listen, "LISTEN_FDS must be 1; got " + std::string(count));
  int accepts = 0;
  socklen_t size = sizeof accepts;
  if (getsockopt(first_inherited, SOL_SOCKET, SO_ACCEPTCONN, &accepts, &size) != 0 || accepts != 1)
    refuse(listen, "descriptor 3 is not a listening socket");
  Descriptor taken(first_inherited);
  if (fcntl(taken.get(), F_SETFD, FD_CLOEXEC) != 0 || fcntl(taken.get(), F_SETFL, O_NONBLOCK) != 0)
    refuse(listen, "descriptor 3 can't be set up", errno);
  return taken;
}

void warn_about_short_queue(int backlog) {
  std::ifstream file("/proc/sys/net/core/somaxconn");
  int limit = 0;
  if (file >> limit && limit < backlog)
    log(LogLevel::warning, "the kernel limits the queue of connections to less than server.backlog",
        {{"net.core.somaxconn", limit}, {"backlog", backlog}});
}

}  // namespace

ListeningSocket::ListeningSocket(const ServerSettings& settings) {
  if (settings.listen == "systemd") {
    socket_ = take_inherited(settings.listen);
    inherited_ = true;
    hang_up_events_ = hang_up_events_of(socket_);
    return;
  }
  if (settings.listen.starts_with('/')) {
    socket_ = open_unix(settings.listen, settings.socket_mode);
    file_ = settings.listen;
  } else {
    socket_ = open_tcp(settings.listen);
  }
  hang_up_events_ = hang_up_events_of(socket_);
  if (listen(socket_.get(), settings.backlog) != 0) refuse(settings.listen, "can't listen there", errno);
  warn_about_short_queue(settings.backlog);
}

ListeningSocket::~ListeningSocket() {
  remove_file();
}

Descriptor ListeningSocket::accept() const {
  return Descriptor(accept4(socket_.get(), nullptr, nullptr, SOCK_CLOEXEC));
}

void ListeningSocket::remove_file() {
  if (file_.empty()) return;
  if (unlink(file_.c_str()) != 0 && errno != ENOENT)
    log(LogLevel::warning, "the socket file could not be removed",
        {{"file", file_}, {"reason", std::generic_category().message(errno)}});
  file_.clear();
}

}  // namespace caseload::io
