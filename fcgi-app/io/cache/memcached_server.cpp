#include "io/cache/memcached_server.hpp"

#include <chrono>
#include <cstdlib>
#include <map>
#include <mutex>
#include <new>
#include <optional>
#include <stdexcept>
#include <string_view>

#include "core/errors.hpp"
#include "core/server_address.hpp"
#include "io/cache/breaker.hpp"
#include "io/log/log.hpp"
#include "io/metrics/metrics.hpp"

namespace caseload::io {

struct ServerHealth {
  ServerHealth(std::string server_name, int failures, std::int64_t period_us)
      : server(std::move(server_name)), breaker(failures, period_us) {}

  const std::string server;
  Breaker breaker;

  void note_response() {
    if (!breaker.succeeded()) return;
    log(LogLevel::info, "the cache server responds again", {{"server", server}});
    show(1);
  }

  void note_failure(std::int64_t now_us, const std::string& reason) {
    if (!breaker.failed(now_us)) return;
    log(LogLevel::warning, "the cache server does not respond; it is not used until a trial call succeeds",
        {{"server", server}, {"reason", reason}});
    show(0);
  }

  void show(std::int64_t up) const {
    set_gauge("caseload_cache_up", "server=\"" + label_value(server) + "\"", up);
  }
};

namespace {

constexpr int default_port = 11211;

std::int64_t now_us() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

// One per server and process, so that all threads detect and log an outage only once. The settings of the
// first caller apply.
std::shared_ptr<ServerHealth> health_of(const std::string& server, const CacheSettings& settings) {
  static std::mutex mutex;
  static auto& all = *new std::map<std::string, std::shared_ptr<ServerHealth>>;
  const std::lock_guard lock(mutex);
  auto& health = all[server];
  if (!health) {
    health = std::make_shared<ServerHealth>(server, settings.breaker_failures,
                                            std::int64_t{settings.breaker_seconds} * 1'000'000);
    health->show(1);
  }
  return health;
}

// True if the server sent any response at all; other codes mean that it did not.
bool has_responded(memcached_return_t code) {
  switch (code) {
    case MEMCACHED_SUCCESS:
    case MEMCACHED_STORED:
    case MEMCACHED_DELETED:
    case MEMCACHED_END:
    case MEMCACHED_NOTFOUND:
    case MEMCACHED_NOTSTORED:
    case MEMCACHED_DATA_EXISTS:
    case MEMCACHED_E2BIG:
    case MEMCACHED_CLIENT_ERROR:
    case MEMCACHED_SERVER_ERROR:
    case MEMCACHED_SERVER_MEMORY_ALLOCATION_FAILURE:
      return true;
    default:
      return false;
  }
}

// After these errors the rest of a response may still arrive and would be read as the response to the next
// call.
bool is_refusal(memcached_return_t code) {
  return code == MEMCACHED_E2BIG || code == MEMCACHED_CLIENT_ERROR || code == MEMCACHED_SERVER_ERROR ||
         code == MEMCACHED_SERVER_MEMORY_ALLOCATION_FAILURE;
}

}  // namespace

void set_behaviour(memcached_st* handle, memcached_behavior_t behaviour, std::uint64_t value) {
  const memcached_return_t code = memcached_behavior_set(handle, behaviour, value);
  if (memcached_failed(code))
    throw std::logic_error(std::string("libmemcached: ") + memcached_strerror(handle, code));
}

void add_server(memcached_st* handle, const std::string& server) {
  memcached_return_t code = MEMCACHED_INVALID_ARGUMENTS;
  if (const auto address = server_address(server, default_port)) {
    code = address->socket.empty()
               ? memcached_server_add(handle, address->host.c_str(), static_cast<in_port_t>(address->port))
               : memcached_server_add_unix_socket(handle, address->socket.c_str());
  }
  if (memcached_failed(code))
    throw ConfigError("cache.servers: \"" + server + "\" is neither the path of a Unix socket nor host:port");
}

namespace {

// A handle for the server, which connects on first use.
MemcachedHandle open_handle(const CacheSettings& settings, const std::string& server) {
  MemcachedHandle handle(memcached_create(nullptr));
  if (!handle) throw std::bad_alloc();
  const auto limit_ms = static_cast<std::uint64_t>(settings.timeout_ms);
  // Use the text protocol. memcached 1.6 deprecates the binary one, which was also 25 % slower here.
  set_behaviour(handle.get(), MEMCACHED_BEHAVIOR_BINARY_PROTOCOL, 0);
  set_behaviour(handle.get(), MEMCACHED_BEHAVIOR_VERIFY_KEY, 1);
  set_behaviour(handle.get(), MEMCACHED_BEHAVIOR_TCP_NODELAY, 1);
  // The timeouts below only work with NO_BLOCK; otherwise reads and writes block in the kernel.
  set_behaviour(handle.get(), MEMCACHED_BEHAVIOR_NO_BLOCK, 1);
  set_behaviour(handle.get(), MEMCACHED_BEHAVIOR_CONNECT_TIMEOUT, limit_ms);
  set_behaviour(handle.get(), MEMCACHED_BEHAVIOR_POLL_TIMEOUT, limit_ms);
  set_behaviour(handle.get(), MEMCACHED_BEHAVIOR_SND_TIMEOUT, limit_ms * 1000);
  set_behaviour(handle.get(), MEMCACHED_BEHAVIOR_RCV_TIMEOUT, limit_ms * 1000);
  add_server(handle.get(), server);
  return handle;
}

}  // namespace

MemcachedServer::MemcachedServer(const CacheSettings& settings, std::string server)
    : settings_(settings),
      server_(std::move(server)),
      handle_(open_handle(settings_, server_)),
      health_(health_of(server_, settings_)) {}

std::optional<memcached_return_t> MemcachedServer::run(
    const std::function<memcached_return_t(memcached_st*)>& operation) {
  if (!health_->breaker.allows(now_us())) return std::nullopt;
  memcached_return_t code = try_once(operation);
  // No retry after a timeout, which would take the time limit twice.
  if (!has_responded(code) && code != MEMCACHED_TIMEOUT) code = try_once(operation);
  if (has_responded(code)) {
    health_->note_response();
    return code;
  }
  health_->note_failure(now_us(), memcached_strerror(nullptr, code));
  return std::nullopt;
}

memcached_return_t MemcachedServer::try_once(
    const std::function<memcached_return_t(memcached_st*)>& operation) {
  const memcached_return_t code = operation(handle_.get());
  // After a failure libmemcached avoids a server for some seconds. A new handle doesn't, and we have our own
  // breaker.
  if (!has_responded(code) || is_refusal(code)) handle_ = open_handle(settings_, server_);
  return code;
}

bool MemcachedServer::is_up() const {
  return !health_->breaker.is_open();
}

// memcached_version() can't be used: it contacts a server only once and then returns the same result
// (libmemcached 1.1.4).
std::string MemcachedServer::problem() {
  constexpr std::string_view any_key = "caseload:readyz";
  const auto code = run([&](memcached_st* handle) {
    std::size_t length = 0;
    std::uint32_t flags = 0;
    memcached_return_t result = MEMCACHED_FAILURE;
    std::free(memcached_get(handle, any_key.data(), any_key.size(), &length, &flags, &result));
    return result;
  });
  if (code == MEMCACHED_SUCCESS || code == MEMCACHED_NOTFOUND) return "";
  return "cache server " + server_ +
         (code ? ": " + std::string(memcached_strerror(nullptr, *code)) : " does not respond");
}

}  // namespace caseload::io
