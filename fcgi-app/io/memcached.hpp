// A handle on memcached, one per worker thread. Every operation ends within its time limit (50 ms); a
// breaker opens after repeated failures and lets one try through now and then, so that a dead cache costs a
// page nearly nothing. One log line per change of state. Keys are hashed by Cache, never sent as given.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace caseload::io {

struct CacheSettings {
  std::vector<std::string> servers{"127.0.0.1:11211"};  // "/path/to.sock" or "host:port"; empty: no cache
  int timeout_ms = 50;
  int breaker_failures = 3;  // in a row, before it opens
  int breaker_seconds = 2;   // until the next try
  std::int64_t max_value_bytes = 1'000'000;
};

class Memcached {
 public:
  explicit Memcached(CacheSettings settings);
  ~Memcached();
  Memcached(Memcached&&) noexcept;

  std::optional<std::string> get(const std::string& key);
  std::vector<std::optional<std::string>> get_many(const std::vector<std::string>& keys);
  bool set(const std::string& key, std::string_view value, int lifetime_s);
  bool add(const std::string& key, std::string_view value,
           int lifetime_s);  // false: there already, or no server
  std::optional<std::int64_t> increment(const std::string& key, std::int64_t by, std::int64_t initial,
                                        int lifetime_s);
  bool remove(const std::string& key);

  bool is_up() const;     // breaker closed
  std::string problem();  // for /readyz: empty when it answers

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace caseload::io
