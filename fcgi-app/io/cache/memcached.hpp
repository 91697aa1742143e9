// A handle on memcached, one per worker thread. An operation waits at most its time limit (50 ms) for a
// server to answer. A breaker per server, shared by all threads of the process, opens after repeated failures
// and lets one call through now and then, so that a dead cache costs a page nearly nothing; one log line per
// change of state. With several servers the keys of a dead one are misses until it is back: moving them to
// another would bring back old values when it returns. Keys are hashed by Cache, never sent as given.
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
  int breaker_failures = 3;  // in a row, before it opens
  int breaker_seconds = 2;   // until the next try
  std::int64_t max_value_bytes = 1'000'000;
};

// A key that memcached can't take (empty, over 250 bytes, or with a blank or control character) and a
// lifetime that is not 1 s to 30 days are programming errors: std::invalid_argument. memcached takes a longer
// lifetime for a date.
class Memcached {
 public:
  explicit Memcached(
      CacheSettings settings);  // connects when first used; ConfigError for an address that is none
  ~Memcached();
  Memcached(Memcached&&) noexcept;

  std::optional<std::string> get(const std::string& key);
  std::vector<std::optional<std::string>> get_many(const std::vector<std::string>& keys);
  bool set(const std::string& key, std::string_view value,
           int lifetime_s);  // false: too large, refused, no server
  bool add(const std::string& key, std::string_view value,
           int lifetime_s);  // false: there already, or as for set
  // Adds to the number under the key, down to 0 at least; where there is none, `initial` becomes the number.
  std::optional<std::int64_t> increment(const std::string& key, std::int64_t by, std::int64_t initial,
                                        int lifetime_s);
  // Asks in any case: an old value that stays is worse than one more time limit. False: was not there, or no
  // server.
  bool remove(const std::string& key);

  // While somebody visits, a server that did not answer is not asked again, so that it costs the visitor one
  // time limit and not one for each call; the others are. Visits may lie within one another: each begins with
  // trust in all.
  void begin_visit();
  void end_visit();

  bool is_up() const;             // some server may be asked
  bool last_call_failed() const;  // a server that it needed could not be asked: not the same as a miss
  std::string problem();          // for /readyz: empty when all servers answer

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace caseload::io
