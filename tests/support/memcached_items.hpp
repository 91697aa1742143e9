// Reads the contents of a memcached without the client library, so that a test sees what really reached the
// server.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace caseload::test {

struct StoredItem {
  std::string key;   // as sent; "caseload:" and a hash if Cache sent it
  int seconds_left;  // -1: until it is evicted
};

// `address`: the path of a socket, or 127.0.0.1:port.
std::vector<StoredItem> stored_items(const std::string& address);
// The remaining lifetimes of all items at `address`, sorted.
std::vector<int> lifetimes(const std::string& address);

// The remaining lifetime of the item that Cache stored under `key`; -1 if there is none.
int seconds_left(const std::string& address, std::string_view key);

// A counter from the command "stats": "cmd_get", "total_connections".
long long statistic(const std::string& address, const std::string& name);

// True if `left` is what can remain of a lifetime of `lifetime_s` seconds that began in this test, even on a
// busy machine.
bool is_remaining_lifetime(int left, int lifetime_s);
// The same for a lifetime that began at `began` or later, which also detects a lifetime that is too short.
bool is_remaining_lifetime(int left, int lifetime_s, std::chrono::steady_clock::time_point began);

}  // namespace caseload::test
