// One memcached server as one thread sees it: a libmemcached handle and the process-wide breaker.
#pragma once

#include <libmemcached/memcached.h>

#include <functional>
#include <memory>
#include <string>

#include "io/cache/memcached.hpp"

namespace caseload::io {

struct FreeMemcached {
  void operator()(memcached_st* handle) const { memcached_free(handle); }
};
using MemcachedHandle = std::unique_ptr<memcached_st, FreeMemcached>;

// Throws ConfigError for an invalid address.
void add_server(memcached_st* handle, const std::string& server);
void set_behaviour(memcached_st* handle, memcached_behavior_t behaviour, std::uint64_t value);

// What the threads of this process share about a server.
struct ServerHealth;

class MemcachedServer {
 public:
  MemcachedServer(const CacheSettings& settings, std::string server);

  // Runs the operation if the breaker allows it. If the connection is broken, because the server may have
  // been restarted, the operation runs once more on a new connection. An add or increment that the old server
  // had already processed is then done twice, but a restarted server has lost it anyway. std::nullopt: no
  // response.
  std::optional<memcached_return_t> run(const std::function<memcached_return_t(memcached_st*)>& operation);

  bool is_up() const;
  std::string problem();  // contacts the server; empty if it responds

 private:
  memcached_return_t try_once(const std::function<memcached_return_t(memcached_st*)>& operation);

  const CacheSettings settings_;
  std::string server_;
  MemcachedHandle handle_;
  std::shared_ptr<ServerHealth> health_;
};

}  // namespace caseload::io
