// What a memcached holds, asked past the client library, so that a test sees what really reached the server.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace caseload::test {

struct StoredItem {
  std::string key;   // as it was sent, so "caseload:" and a hash where Cache sent it
  int seconds_left;  // -1: until it is evicted
};

// `address`: the path of a socket, or 127.0.0.1:port.
std::vector<StoredItem> stored_items(const std::string& address);
// How long the items live that `address` holds, the shortest first.
std::vector<int> lifetimes(const std::string& address);

// How long the item lives that Cache keeps under `key`; -1 where there is none.
int seconds_left(const std::string& address, std::string_view key);

// A counter of its own, as the command "stats" has it: "cmd_get", "total_connections".
long long statistic(const std::string& address, const std::string& name);

// `left` of a lifetime of `lifetime_s` seconds that began in this test, however busy the machine is.
bool is_remaining_lifetime(int left, int lifetime_s);
// The same of one that began at `began` or later, which lets a shorter lifetime be seen as well.
bool is_remaining_lifetime(int left, int lifetime_s, std::chrono::steady_clock::time_point began);

}  // namespace caseload::test
