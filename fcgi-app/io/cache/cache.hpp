// The cache as one request sees it. Records every call into the Trace. If the cache is down, every read is a
// miss. A server that did not respond is not contacted again by the same request (Memcached::begin_visit);
// reads of its keys are misses. A key may be any bytes: it is hashed (SHA-256) and prefixed before it is
// sent. Lifetimes are 1 s to 30 days (memcached treats larger numbers as a date); anything else is
// std::invalid_argument.
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
  bool set(std::string_view key, std::string_view value, int lifetime_s);  // false: refused or unavailable
  bool add(std::string_view key, std::string_view value, int lifetime_s);
  // For the trace: the value found under the key is too old.
  void note_expired(std::string_view key);
  // For the trace: this request waits for another one, during the life of the object.
  class Waiting {
   public:
    explicit Waiting(Cache& cache);
    ~Waiting();
    Waiting(const Waiting&) = delete;
    Waiting& operator=(const Waiting&) = delete;

   private:
    Trace& trace_;
    std::int64_t began_us_;
  };
  bool remove(std::string_view key);
  // Adds to the number under the key, but not below 0. If there is none, stores `initial`.
  std::optional<std::int64_t> increment(std::string_view key, std::int64_t by, std::int64_t initial,
                                        int lifetime_s);
  bool is_up() const;                // false while no server may be contacted
  bool value_was_too_large() const;  // of the last set or add
  bool was_reachable() const;        // false if the last call needed a server that could not be reached

 private:
  template <class Call>
  auto timed(const Call& call);

  io::Memcached& memcached_;
  Trace& trace_;
};

}  // namespace caseload
