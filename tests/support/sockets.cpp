#include "tests/support/sockets.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <random>
#include <stdexcept>
#include <system_error>

namespace caseload::test {
namespace {

[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

io::Descriptor new_socket(int family) {
  io::Descriptor made(socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!made) fail("socket");
  return made;
}

// If nothing arrives for this long, the test fails instead of waiting forever.
void limit_waiting(const io::Descriptor& socket) {
  const timeval limit{.tv_sec = 60, .tv_usec = 0};
  if (setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit) != 0) fail("setsockopt");
}

sockaddr_un unix_address(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) throw std::runtime_error("path too long: " + path);
  std::memcpy(address.sun_path, path.data(), path.size());
  return address;
}

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

}  // namespace

io::Descriptor connect_unix(const std::string& path) {
  const sockaddr_un address = unix_address(path);
  io::Descriptor made = new_socket(AF_UNIX);
  if (connect(made.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return {};
  limit_waiting(made);
  return made;
}

std::vector<io::Descriptor> fill_queue(const std::string& path, std::size_t max) {
  const sockaddr_un address = unix_address(path);
  std::vector<io::Descriptor> queue;
  while (queue.size() < max) {
    io::Descriptor made = new_socket(AF_UNIX);
    fcntl(made.get(), F_SETFL, O_NONBLOCK);
    if (connect(made.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      if (errno == EAGAIN) return queue;
      fail("connect");
    }
    queue.push_back(std::move(made));
  }
  return queue;
}

io::Descriptor connect_tcp(int port) {
  const sockaddr_in address = loopback(port);
  io::Descriptor made = new_socket(AF_INET);
  if (connect(made.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return {};
  limit_waiting(made);
  return made;
}

// Below the ports that Linux gives to outgoing connections (ip_local_port_range, from 32768 on): one of those
// could take the port of a server that is being restarted.
int free_port() {
  std::random_device random;
  std::uniform_int_distribution<std::uint16_t> ports(15'000, 32'000);
  for (int attempt = 0; attempt < 1'000; ++attempt) {
    const std::uint16_t port = ports(random);
    const sockaddr_in address = loopback(port);
    const io::Descriptor probe = new_socket(AF_INET);
    if (bind(probe.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return port;
  }
  throw std::runtime_error("no port from 15000 to 32000 is free");
}

io::Descriptor listen_tcp() {
  io::Descriptor made = new_socket(AF_INET);
  const sockaddr_in address = loopback(0);
  if (bind(made.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) fail("bind");
  if (listen(made.get(), 1024) != 0) fail("listen");
  return made;
}

io::Descriptor listen_unix(const std::string& path) {
  const sockaddr_un address = unix_address(path);
  io::Descriptor made = new_socket(AF_UNIX);
  if (bind(made.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) fail("bind");
  if (listen(made.get(), 16) != 0) fail("listen");
  limit_waiting(made);
  return made;
}

io::Descriptor accept_one(const io::Descriptor& listening) {
  return io::Descriptor(accept4(listening.get(), nullptr, nullptr, SOCK_CLOEXEC));
}

int port_of(const io::Descriptor& socket) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  if (getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size) != 0) fail("getsockname");
  return ntohs(address.sin_port);
}

void send_all(const io::Descriptor& socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) fail("send");
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

std::string read_to_end(const io::Descriptor& socket) {
  std::string all;
  std::array<char, 65'536> bytes;
  while (true) {
    const ssize_t got = recv(socket.get(), bytes.data(), bytes.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return all;
    all.append(bytes.data(), static_cast<std::size_t>(got));
  }
}

}  // namespace caseload::test
