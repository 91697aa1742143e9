// A memcached client, one per worker thread. An operation waits for a server at most its time limit (50 ms).
// Each server has a breaker, shared by all threads of the process. It opens after repeated failures and then
// lets a call through only now and then, so a dead cache costs a page almost nothing. Each change of state is
// logged once. If one of several servers is down, its keys are misses until it is back; if they moved to
// another server, old values would reappear when it returns. Keys are hashed by Cache and never sent as
// given.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace caseload::io {

struct CacheSettings {
  std::vector<std::string> servers{"127.0.0.1:11211"};  // "/path/to.sock" or "host:port"; empty: no cache
  int timeout_ms = 50;
  int breaker_failures = 3;  // consecutive failures that open the breaker
  int breaker_seconds = 2;   // until the next attempt
  std::int64_t max_value_bytes = 1'000'000;
};

// An invalid key (empty, over 250 bytes, or with a space or control character) and a lifetime outside 1 s to
// 30 days are programming errors: std::invalid_argument. memcached treats longer lifetimes as a date.
class Memcached {
 public:
  explicit Memcached(
      CacheSettings settings);  // connects on first use; throws ConfigError for an invalid address
  ~Memcached();
  Memcached(Memcached&&) noexcept;

  std::optional<std::string> get(const std::string& key);
  std::vector<std::optional<std::string>> get_many(const std::vector<std::string>& keys);
  bool set(const std::string& key, std::string_view value,
           int lifetime_s);  // false: too large, refused, or no server
  bool add(const std::string& key, std::string_view value,
           int lifetime_s);  // false: already there, or as for set
  // Adds to the number under the key, but not below 0. If there is none, stores `initial`.
  std::optional<std::int64_t> increment(const std::string& key, std::int64_t by, std::int64_t initial,
                                        int lifetime_s);
  // Contacts the server even if it failed before in this visit, because an outdated value is worse than
  // another timeout. False: the key was not there, or no server responded.
  bool remove(const std::string& key);

  // During a visit, a server that did not respond is not contacted again, so a visitor waits for one timeout
  // and not for one per call. The other servers still are. Visits may be nested; each starts with all
  // servers.
  void begin_visit();
  void end_visit();

  bool is_up() const;  // at least one server may be contacted
  bool last_call_failed()
      const;  // a server that it needed could not be reached, which is not the same as a miss
  bool last_value_was_too_large() const;  // the last set or add, for the client or for the server
  std::string problem();                  // for /readyz; empty if all servers respond

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace caseload::io
