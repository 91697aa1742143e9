// One memcached server as one thread sees it: a libmemcached handle, and the breaker of the process.
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

// A handle that knows the server, connected when first used. Throws ConfigError for an address that is none.
MemcachedHandle open_handle(const CacheSettings& settings, const std::string& server);
void add_server(memcached_st* handle, const std::string& server);
void set_behaviour(memcached_st* handle, memcached_behavior_t behaviour, std::uint64_t value);

// What all threads of the process know of a server.
struct ServerHealth;

class MemcachedServer {
 public:
  MemcachedServer(const CacheSettings& settings, std::string server);

  // Runs the operation on the handle, when the breaker allows it. After a broken connection (the server may
  // have been restarted since it was last used) it runs once more on a new one. An add or increment that the
  // dead server had already taken is then done twice; a restarted server has forgotten it anyway.
  // std::nullopt: no answer.
  std::optional<memcached_return_t> run(const std::function<memcached_return_t(memcached_st*)>& operation);

  bool is_up() const;
  std::string problem();  // asks the server; empty when it answers

 private:
  memcached_return_t try_once(const std::function<memcached_return_t(memcached_st*)>& operation);

  const CacheSettings settings_;
  std::string server_;
  MemcachedHandle handle_;
  std::shared_ptr<ServerHealth> health_;
};

}  // namespace caseload::io
