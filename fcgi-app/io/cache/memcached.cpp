#include "io/cache/memcached.hpp"

#include <libmemcached/memcached.h>

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <map>
#include <new>
#include <stdexcept>
#include <utility>

#include "io/cache/max_lifetime.hpp"
#include "io/cache/memcached_server.hpp"
#include "io/metrics/metrics.hpp"

namespace caseload::io {
namespace {

constexpr std::size_t max_key_bytes = 250;  // memcached's protocol.txt, "Keys"

// Checked here, because libmemcached's own check makes the next call abort the process (an assertion), and CR
// LF would start a command.
void check_key(const std::string& key) {
  const bool printable = std::ranges::all_of(key, [](char c) { return c > ' ' && c < '\x7f'; });
  if (key.empty() || key.size() > max_key_bytes || !printable)
    throw std::invalid_argument(
        "the key is empty, longer than 250 bytes, or has a space or control character");
}

void check_lifetime(int lifetime_s) {
  if (lifetime_s < 1 || lifetime_s > max_cache_lifetime_s)
    throw std::invalid_argument("a lifetime in the cache must be 1 s to 30 days; got " +
                                std::to_string(lifetime_s) + " s");
}

struct Free {
  void operator()(char* bytes) const { std::free(bytes); }
};

struct FreeResult {
  void operator()(memcached_result_st* result) const { memcached_result_free(result); }
};

}  // namespace

struct Memcached::State {
  explicit State(CacheSettings the_settings) : settings(std::move(the_settings)) {
    for (const auto& server : settings.servers) servers.emplace_back(settings, server);
    if (servers.size() < 2) return;
    router.reset(memcached_create(nullptr));
    if (!router) throw std::bad_alloc();
    set_behaviour(router.get(), MEMCACHED_BEHAVIOR_DISTRIBUTION, MEMCACHED_DISTRIBUTION_CONSISTENT_KETAMA);
    for (const auto& server : settings.servers) add_server(router.get(), server);
  }

  // The server responsible for the key; nullptr if there are no servers.
  MemcachedServer* server_of(const std::string& key) {
    if (servers.empty()) return nullptr;
    return &servers[router ? memcached_generate_hash(router.get(), key.data(), key.size()) : 0];
  }

  bool is_skipped(const MemcachedServer& server) const { return std::ranges::count(skipped, &server) > 0; }

  template <class Operation>
  std::optional<memcached_return_t> send(MemcachedServer& server, const Operation& operation) {
    if (is_skipped(server)) return std::nullopt;
    auto code = server.run(operation);
    if (!code && visits > 0) skipped.push_back(&server);
    return code;
  }

  template <class Operation>
  std::optional<memcached_return_t> run(const std::string& key, const Operation& operation) {
    check_key(key);
    MemcachedServer* server = server_of(key);
    auto code = server == nullptr ? std::nullopt : send(*server, operation);
    failed = !code.has_value();
    return code;
  }

  using Store = memcached_return_t (*)(memcached_st*, const char*, std::size_t, const char*, std::size_t,
                                       time_t, std::uint32_t);
  std::optional<memcached_return_t> store(Store how, const std::string& key, std::string_view value,
                                          int lifetime_s) {
    check_lifetime(lifetime_s);
    const auto code = run(key, [&](memcached_st* handle) {
      return how(handle, key.data(), key.size(), value.data(), value.size(), lifetime_s, 0);
    });
    too_large = code == MEMCACHED_E2BIG;
    return code;
  }

  bool is_too_large(std::string_view value) {
    failed = false;
    too_large = std::cmp_greater(value.size(), settings.max_value_bytes);
    return too_large;
  }

  // Fetches the keys at `positions` from one server into `values`.
  void fetch(MemcachedServer& server, const std::vector<std::string>& keys,
             const std::vector<std::size_t>& positions, std::vector<std::optional<std::string>>& values);

  CacheSettings settings;
  std::vector<MemcachedServer> servers;
  MemcachedHandle router;  // never connects; only maps keys to servers
  bool failed = false;     // the last call
  bool too_large = false;  // the last value
  int visits = 0;
  std::vector<const MemcachedServer*> skipped;  // did not respond during this visit
};

namespace {

void count_call(std::string_view kind, std::string_view result, std::int64_t calls = 1) {
  if (calls == 0) return;
  count("caseload_cache_calls_total",
        "kind=\"" + std::string(kind) + "\",result=\"" + std::string(result) + "\"", calls);
}

// The metrics label for the result of a call other than get.
std::string_view result_name(const std::optional<memcached_return_t>& code) {
  if (!code) return "no_server";
  if (*code == MEMCACHED_SUCCESS) return "done";
  if (*code == MEMCACHED_E2BIG) return "too_large";
  return *code == MEMCACHED_NOTSTORED || *code == MEMCACHED_NOTFOUND ? "not_done" : "refused";
}

memcached_return_t fetch_all(memcached_st* handle, const std::vector<const char*>& keys,
                             const std::vector<std::size_t>& lengths,
                             std::map<std::string, std::string>& found) {
  memcached_return_t code = memcached_mget(handle, keys.data(), lengths.data(), keys.size());
  if (memcached_failed(code)) return code;
  memcached_result_st storage;
  const std::unique_ptr<memcached_result_st, FreeResult> result(memcached_result_create(handle, &storage));
  if (!result) throw std::bad_alloc();
  while (memcached_fetch_result(handle, result.get(), &code) != nullptr) {
    found.insert_or_assign(
        std::string(memcached_result_key_value(result.get()), memcached_result_key_length(result.get())),
        std::string(memcached_result_value(result.get()), memcached_result_length(result.get())));
  }
  return code;
}

}  // namespace

void Memcached::State::fetch(MemcachedServer& server, const std::vector<std::string>& keys,
                             const std::vector<std::size_t>& positions,
                             std::vector<std::optional<std::string>>& values) {
  std::vector<const char*> starts;
  std::vector<std::size_t> lengths;
  for (const std::size_t position : positions) {
    starts.push_back(keys[position].data());
    lengths.push_back(keys[position].size());
  }
  std::map<std::string, std::string> found;
  const auto code =
      send(server, [&](memcached_st* handle) { return fetch_all(handle, starts, lengths, found); });
  if (!code) failed = true;
  std::int64_t hits = 0;
  for (const std::size_t position : positions) {
    const auto value = found.find(keys[position]);
    if (value == found.end()) continue;
    values[position] = value->second;
    ++hits;
  }
  count_call("get", "hit", hits);
  count_call("get", code ? "miss" : "no_server", static_cast<std::int64_t>(positions.size()) - hits);
}

Memcached::Memcached(CacheSettings settings) : state_(std::make_unique<State>(std::move(settings))) {}
Memcached::~Memcached() = default;
Memcached::Memcached(Memcached&&) noexcept = default;

std::optional<std::string> Memcached::get(const std::string& key) {
  std::optional<std::string> value;
  const auto code = state_->run(key, [&](memcached_st* handle) {
    std::size_t length = 0;
    std::uint32_t flags = 0;
    memcached_return_t result = MEMCACHED_FAILURE;
    const std::unique_ptr<char, Free> bytes(
        memcached_get(handle, key.data(), key.size(), &length, &flags, &result));
    if (result == MEMCACHED_SUCCESS) value.emplace(bytes ? std::string(bytes.get(), length) : std::string());
    return result;
  });
  count_call("get", !code ? "no_server" : value ? "hit" : "miss");
  return value;
}

std::vector<std::optional<std::string>> Memcached::get_many(const std::vector<std::string>& keys) {
  std::vector<std::optional<std::string>> values(keys.size());
  std::map<MemcachedServer*, std::vector<std::size_t>> by_server;
  for (std::size_t position = 0; position < keys.size(); ++position) {
    check_key(keys[position]);
    by_server[state_->server_of(keys[position])].push_back(position);
  }
  state_->failed = by_server.contains(nullptr);
  by_server.erase(nullptr);
  for (const auto& [server, positions] : by_server) state_->fetch(*server, keys, positions, values);
  return values;
}

bool Memcached::set(const std::string& key, std::string_view value, int lifetime_s) {
  if (state_->is_too_large(value)) {
    count_call("set", "too_large");
    return false;
  }
  const auto code = state_->store(memcached_set, key, value, lifetime_s);
  count_call("set", result_name(code));
  return code == MEMCACHED_SUCCESS;
}

bool Memcached::add(const std::string& key, std::string_view value, int lifetime_s) {
  if (state_->is_too_large(value)) {
    count_call("add", "too_large");
    return false;
  }
  const auto code = state_->store(memcached_add, key, value, lifetime_s);
  count_call("add", result_name(code));
  return code == MEMCACHED_SUCCESS;
}

std::optional<std::int64_t> Memcached::increment(const std::string& key, std::int64_t by,
                                                 std::int64_t initial, int lifetime_s) {
  constexpr std::int64_t max_step = std::numeric_limits<std::uint32_t>::max();
  if (by > max_step || by < -max_step || initial < 0)
    throw std::invalid_argument(
        "a number in the cache must not be negative and must change by less than 2^32");
  std::uint64_t value = 0;
  const auto change = [&](memcached_st* handle) {
    const auto step = static_cast<std::uint32_t>(by < 0 ? -by : by);
    return by < 0 ? memcached_decrement(handle, key.data(), key.size(), step, &value)
                  : memcached_increment(handle, key.data(), key.size(), step, &value);
  };
  auto code = state_->run(key, change);
  if (code == MEMCACHED_NOTFOUND) {
    // The text protocol has no initial value. If another client stores its own in the meantime, add to that
    // one.
    code = state_->store(memcached_add, key, std::to_string(initial), lifetime_s);
    if (code == MEMCACHED_SUCCESS) {
      value = static_cast<std::uint64_t>(initial);
    } else if (code == MEMCACHED_NOTSTORED) {
      code = state_->run(key, change);
    }
  }
  count_call("increment", result_name(code));
  if (code != MEMCACHED_SUCCESS) return std::nullopt;
  return static_cast<std::int64_t>(value);
}

bool Memcached::remove(const std::string& key) {
  if (MemcachedServer* server = state_->server_of(key)) std::erase(state_->skipped, server);
  const auto code = state_->run(
      key, [&](memcached_st* handle) { return memcached_delete(handle, key.data(), key.size(), 0); });
  count_call("remove", result_name(code));
  return code == MEMCACHED_SUCCESS;
}

void Memcached::begin_visit() {
  ++state_->visits;
  state_->skipped.clear();
}

void Memcached::end_visit() {
  --state_->visits;
  if (state_->visits == 0) state_->skipped.clear();
}

bool Memcached::is_up() const {
  return std::ranges::any_of(state_->servers, [&](const MemcachedServer& server) {
    return server.is_up() && !state_->is_skipped(server);
  });
}

bool Memcached::last_value_was_too_large() const {
  return state_->too_large;
}

bool Memcached::last_call_failed() const {
  return state_->failed;
}

std::string Memcached::problem() {
  std::string all;
  for (auto& server : state_->servers) {
    const std::string one = server.problem();
    if (!one.empty()) all += (all.empty() ? "" : "; ") + one;
  }
  return all;
}

}  // namespace caseload::io
