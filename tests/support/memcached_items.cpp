#include "tests/support/memcached_items.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <stdexcept>

#include "core/text.hpp"
#include "io/text/hash.hpp"
#include "tests/support/sockets.hpp"

namespace caseload::test {
namespace {

std::string line_of(const io::Descriptor& socket) {
  std::string line;
  for (char byte = 0; recv(socket.get(), &byte, 1, 0) == 1; line += byte) {
    if (byte != '\n') continue;
    if (line.ends_with('\r')) line.pop_back();
    return line;
  }
  throw std::runtime_error("memcached closed the connection");
}

// The word that follows `before` in the line; empty if there is none.
std::string word_after(const std::string& line, const std::string& before) {
  const std::size_t found = (" " + line).find(" " + before);
  if (found == std::string::npos) return {};
  const std::size_t begin = found + before.size();
  return line.substr(begin, line.find(' ', begin) - begin);
}

io::Descriptor connect_to(const std::string& address) {
  io::Descriptor socket = address.starts_with('/')
                              ? connect_unix(address)
                              : connect_tcp(std::stoi(address.substr(address.rfind(':') + 1)));
  if (!socket) throw std::runtime_error("no memcached at " + address);
  return socket;
}

}  // namespace

// memcached's protocol.txt, "LRU crawler" and "Meta Get".
std::vector<StoredItem> stored_items(const std::string& address) {
  const io::Descriptor socket = connect_to(address);
  std::vector<std::string> keys;
  send_all(socket, "lru_crawler metadump hash\r\n");
  for (std::string line = line_of(socket); line != "END"; line = line_of(socket)) {
    if (line.starts_with("BUSY")) {  // another client's crawl is still running
      send_all(socket, "lru_crawler metadump hash\r\n");
      continue;
    }
    if (!line.starts_with("key=")) throw std::runtime_error("unexpected response from memcached: " + line);
    keys.push_back(percent_decode(word_after(line, "key="), false).value());
  }
  std::vector<StoredItem> items;
  for (const std::string& key : keys) {
    send_all(socket, "mg " + key + " t\r\n");
    const std::string left = word_after(line_of(socket), "t");
    if (!left.empty()) items.push_back({key, std::stoi(left)});  // otherwise it has expired in the meantime
  }
  return items;
}

std::vector<int> lifetimes(const std::string& address) {
  std::vector<int> all;
  for (const StoredItem& item : stored_items(address)) all.push_back(item.seconds_left);
  std::ranges::sort(all);
  return all;
}

int seconds_left(const std::string& address, std::string_view key) {
  const io::Descriptor socket = connect_to(address);
  send_all(socket, "mg caseload:" + io::sha256_hex(key) + " t\r\n");
  const std::string left = word_after(line_of(socket), "t");
  return left.empty() ? -1 : std::stoi(left);
}

long long statistic(const std::string& address, const std::string& name) {
  const io::Descriptor socket = connect_to(address);
  send_all(socket, "stats\r\n");
  std::string found;
  for (std::string line = line_of(socket); line != "END"; line = line_of(socket)) {
    if (line.starts_with("STAT " + name + " ")) found = line.substr(name.size() + 6);
  }
  return std::stoll(found);
}

bool is_remaining_lifetime(int left, int lifetime_s, std::chrono::steady_clock::time_point began) {
  const auto passed = std::chrono::ceil<std::chrono::seconds>(std::chrono::steady_clock::now() - began);
  constexpr int tick_s = 1;  // of memcached's clock, which counts whole seconds
  return left <= lifetime_s && left >= lifetime_s - static_cast<int>(passed.count()) - tick_s;
}

bool is_remaining_lifetime(int left, int lifetime_s) {
  constexpr int max_test_s = 400;
  return left <= lifetime_s && left > std::max(0, lifetime_s - max_test_s) - 1;
}

}  // namespace caseload::test
