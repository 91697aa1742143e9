#include "tests/support/many_clients.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cstddef>
#include <stdexcept>

#include "tests/support/sockets.hpp"

namespace caseload::test {
namespace {

std::string request(const std::string& target, bool keep) {
  return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + (keep ? "" : "Connection: close\r\n") +
         "\r\n";
}

int status_of(const std::string& response) {
  return response.starts_with("HTTP/1.1 ") && response.size() > 12 ? std::stoi(response.substr(9, 3)) : 0;
}

// True if the response is complete according to its Content-Length.
bool is_whole(const std::string& response) {
  static const std::string field = "\r\nContent-Length: ";
  const std::size_t head_end = response.find("\r\n\r\n");
  const std::size_t length = response.find(field);
  if (head_end == std::string::npos || length == std::string::npos) return false;
  return response.size() == head_end + 4 + std::stoul(response.substr(length + field.size()));
}

std::vector<io::Descriptor> connect_all(int port, int clients) {
  std::vector<io::Descriptor> sockets;
  for (int i = 0; i < clients; ++i) sockets.push_back(connect_tcp(port));
  return sockets;
}

}  // namespace

std::vector<int> burst(int port, int clients, const std::string& target) {
  const auto sockets = connect_all(port, clients);
  for (const auto& socket : sockets) send_all(socket, request(target, false));
  std::vector<int> statuses;
  for (const auto& socket : sockets) statuses.push_back(status_of(read_to_end(socket)));
  return statuses;
}

std::vector<int> responses_per_client(int port, int clients, int total, const std::string& target) {
  const auto sockets = connect_all(port, clients);
  std::vector<int> counts(sockets.size());
  std::vector<std::string> received(sockets.size());
  std::vector<pollfd> waiting;
  for (const auto& socket : sockets) {
    waiting.push_back({.fd = socket.get(), .events = POLLIN, .revents = 0});
    send_all(socket, request(target, true));
  }
  while (total > 0) {
    if (poll(waiting.data(), waiting.size(), 10'000) <= 0)
      throw std::runtime_error("no client gets a response");
    for (std::size_t i = 0; i < sockets.size(); ++i) {
      if ((waiting[i].revents & (POLLIN | POLLHUP)) == 0) continue;
      std::array<char, 65'536> bytes;
      const ssize_t got = recv(sockets[i].get(), bytes.data(), bytes.size(), 0);
      if (got <= 0) throw std::runtime_error("a client lost its connection");
      received[i].append(bytes.data(), static_cast<std::size_t>(got));
      if (!is_whole(received[i])) continue;
      if (status_of(received[i]) != 200)
        throw std::runtime_error("a client received " + received[i].substr(0, 40));
      received[i].clear();
      ++counts[i];
      --total;
      send_all(sockets[i], request(target, true));
    }
  }
  return counts;
}

}  // namespace caseload::test
