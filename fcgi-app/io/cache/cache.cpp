#include "io/cache/cache.hpp"

#include "core/cancellation.hpp"
#include "io/cache/memcached.hpp"
#include "io/text/hash.hpp"

namespace caseload {
namespace {

using CallKind = CacheCall::Kind;

constexpr std::string_view key_prefix = "caseload:";

struct CacheKey {
  explicit CacheKey(std::string_view text)
      : hash(io::sha256_hex(text)), sent(std::string(key_prefix) + hash) {}
  std::string hash;
  std::string sent;
};

std::int64_t size_of(const std::optional<std::string>& value) {
  return value ? static_cast<std::int64_t>(value->size()) : 0;
}

}  // namespace

Cache::Cache(io::Memcached& memcached, Trace& trace) : memcached_(memcached), trace_(trace) {
  memcached_.begin_visit();
}

Cache::~Cache() {
  memcached_.end_visit();
}

template <class Call>
auto Cache::timed(const Call& call) {
  thread_cancellation.check();
  const PhaseScope phase(trace_, Phase::cache);
  return call();
}

std::optional<std::string> Cache::get(std::string_view key) {
  CacheKey cache_key(key);
  auto value = timed([&] { return memcached_.get(cache_key.sent); });
  trace_.record_cache({std::move(cache_key.hash), CallKind::get, value.has_value(), size_of(value)});
  return value;
}

std::vector<std::optional<std::string>> Cache::get_many(const std::vector<std::string>& keys) {
  std::vector<std::string> hashes;
  std::vector<std::string> sent;
  for (const auto& key : keys) {
    CacheKey cache_key(key);
    hashes.push_back(std::move(cache_key.hash));
    sent.push_back(std::move(cache_key.sent));
  }
  auto values = timed([&] { return memcached_.get_many(sent); });
  for (std::size_t i = 0; i < keys.size(); ++i)
    trace_.record_cache(
        {std::move(hashes[i]), CallKind::get, values[i].has_value(), size_of(values[i]), i > 0});
  return values;
}

bool Cache::set(std::string_view key, std::string_view value, int lifetime_s) {
  CacheKey cache_key(key);
  const bool done = timed([&] { return memcached_.set(cache_key.sent, value, lifetime_s); });
  trace_.record_cache(
      {std::move(cache_key.hash), CallKind::set, done, static_cast<std::int64_t>(value.size())});
  return done;
}

bool Cache::add(std::string_view key, std::string_view value, int lifetime_s) {
  CacheKey cache_key(key);
  const bool done = timed([&] { return memcached_.add(cache_key.sent, value, lifetime_s); });
  trace_.record_cache(
      {std::move(cache_key.hash), CallKind::add, done, static_cast<std::int64_t>(value.size())});
  return done;
}

void Cache::note_expired(std::string_view key) {
  trace_.note_expired(CacheKey(key).hash);
}

Cache::Waiting::Waiting(Cache& cache)
    : trace_(cache.trace_), began_us_(trace_.keeps_spans() ? trace_.clock().monotonic_us() : 0) {}

Cache::Waiting::~Waiting() {
  trace_.record_span(TraceSpan::Kind::wait, began_us_);
}

bool Cache::remove(std::string_view key) {
  CacheKey cache_key(key);
  const bool done = timed([&] { return memcached_.remove(cache_key.sent); });
  trace_.record_cache({std::move(cache_key.hash), CallKind::remove, done, 0});
  return done;
}

std::optional<std::int64_t> Cache::increment(std::string_view key, std::int64_t by, std::int64_t initial,
                                             int lifetime_s) {
  CacheKey cache_key(key);
  const auto value = timed([&] { return memcached_.increment(cache_key.sent, by, initial, lifetime_s); });
  trace_.record_cache({std::move(cache_key.hash), CallKind::increment, value.has_value(), 0});
  return value;
}

bool Cache::is_up() const {
  return memcached_.is_up();
}

bool Cache::value_was_too_large() const {
  return memcached_.last_value_was_too_large();
}

bool Cache::was_reachable() const {
  return !memcached_.last_call_failed();
}

}  // namespace caseload
