// The cache as one request sees it: records every call into the Trace. A dead cache is a miss, and after a
// call that no server answered the rest of the request's calls are misses too, so that a silent server costs
// a page one time limit and not one for each call. Any bytes may be a key: it is hashed (SHA-256) under a
// namespace prefix before it goes out. Lifetimes are seconds, 1 s to 30 days (memcached takes more for a
// date); others are std::invalid_argument.
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

  std::optional<std::string> get(std::string_view key);
  std::vector<std::optional<std::string>> get_many(const std::vector<std::string>& keys);
  bool set(std::string_view key, std::string_view value, int lifetime_s);  // false: refused or away
  bool add(std::string_view key, std::string_view value, int lifetime_s);
  bool remove(std::string_view key);
  // Adds to the number under the key, down to 0 at least; where there is none, `initial` becomes the number.
  std::optional<std::int64_t> increment(std::string_view key, std::int64_t by, std::int64_t initial,
                                        int lifetime_s);
  bool is_up() const;  // false while no server may be asked

 private:
  template <class Result, class Call>
  Result ask(const Call& call);

  io::Memcached& memcached_;
  Trace& trace_;
  bool gave_up_ = false;
};

}  // namespace caseload
