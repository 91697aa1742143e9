// The cache as one request sees it: records every call into the Trace. A dead cache is a miss, and a server
// that did not answer is not asked again by this request (Memcached::begin_visit), whose calls for its keys
// are misses too. Any bytes may be a key: it is hashed (SHA-256) under a namespace prefix before it goes out.
// Lifetimes are seconds, 1 s to 30 days (memcached takes more for a date); others are std::invalid_argument.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/trace.hpp"

namespace caseload {

namespace io {
class Memcached;
}

class Cache {
 public:
  Cache(io::Memcached& memcached, Trace& trace);
  ~Cache();
  Cache(const Cache&) = delete;
  Cache& operator=(const Cache&) = delete;

  std::optional<std::string> get(std::string_view key);
  std::vector<std::optional<std::string>> get_many(const std::vector<std::string>& keys);
  bool set(std::string_view key, std::string_view value, int lifetime_s);  // false: refused or away
  bool add(std::string_view key, std::string_view value, int lifetime_s);
  bool remove(std::string_view key);
  // Adds to the number under the key, down to 0 at least; where there is none, `initial` becomes the number.
  std::optional<std::int64_t> increment(std::string_view key, std::int64_t by, std::int64_t initial,
                                        int lifetime_s);
  bool is_up() const;          // false while no server may be asked
  bool was_reachable() const;  // false where a server that the last call needed could not be asked

 private:
  template <class Call>
  auto timed(const Call& call);

  io::Memcached& memcached_;
  Trace& trace_;
};

}  // namespace caseload
