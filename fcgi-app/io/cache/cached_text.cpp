#include "io/cache/cached_text.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <random>
#include <utility>

#include "core/cancellation.hpp"
#include "io/cache/max_lifetime.hpp"

namespace caseload {
namespace {

constexpr int poll_ms = 20;       // how often to check for the text while another process holds the lock
constexpr int max_wait_ms = 100;  // how often to check whether the client has disconnected

// Instead of a text.
constexpr std::string_view too_large = "too large";

std::string version_key(std::string_view dependency) {
  return "version:" + std::string(dependency);
}
std::string lock_key(std::string_view key) {
  return "lock:" + std::string(key);
}

// Must be unique across hosts. If a version was lost and later reused, its old texts would become valid
// again.
std::string new_version() {
  thread_local std::mt19937_64 random = [] {
    std::random_device device;
    std::seed_seq seed{device(), device(), device(), device()};
    return std::mt19937_64(seed);
  }();
  return std::to_string(random()) + std::to_string(random());
}

std::int64_t wall_us(const Clock& clock) {
  return std::chrono::duration_cast<std::chrono::microseconds>(clock.now().time_since_epoch()).count();
}

}  // namespace

struct Rebuilds::Flight {
  bool is_over = false;
  std::optional<std::string> text;
};

bool Rebuilds::join(const std::string& name, const std::string& alternative,
                    std::shared_ptr<Flight>& flight) {
  const std::lock_guard lock(mutex_);
  if (const auto found = flights_.find(name); found != flights_.end()) {
    flight = found->second;
    return false;
  }
  flight = std::make_shared<Flight>();
  flights_[name] = flight;
  flights_.try_emplace(alternative, flight);
  return true;
}

void Rebuilds::finish(const std::shared_ptr<Flight>& flight, std::optional<std::string> text) {
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(flights_, [&](const auto& entry) { return entry.second == flight; });
    flight->is_over = true;
    flight->text = std::move(text);
  }
  changed_.notify_all();
}

std::optional<std::string> Rebuilds::wait(const Flight& flight, int milliseconds) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, std::chrono::milliseconds(milliseconds), [&] { return flight.is_over; });
  return flight.text;
}

void Rebuilds::count_drop(std::string_view dependency) {
  const std::lock_guard lock(mutex_);
  ++drops_[std::string(dependency)];
}

std::int64_t Rebuilds::drops(std::string_view dependency) {
  const std::lock_guard lock(mutex_);
  const auto found = drops_.find(dependency);
  return found == drops_.end() ? 0 : found->second;
}

CachedTexts::CachedTexts(Cache& cache, Rebuilds& rebuilds, const Clock& clock)
    : cache_(cache), rebuilds_(rebuilds), clock_(clock) {}

void CachedTexts::fetch(const std::vector<CachedText>& texts) {
  std::vector<const std::vector<std::string>*> wanted;
  for (const auto& cached : texts) wanted.push_back(&cached.depends);
  fetch_versions(wanted);
  std::vector<std::string> keys;
  for (const auto& cached : texts) {
    if (auto key = full_key(cached)) keys.push_back(*std::move(key));
  }
  if (keys.empty()) return;
  auto stored = cache_.get_many(keys);
  for (std::size_t i = 0; i < keys.size(); ++i) fetched_[std::move(keys[i])] = std::move(stored[i]);
}

void CachedTexts::drop(std::string_view dependency) {
  rebuilds_.count_drop(dependency);
  cache_.remove(version_key(dependency));
  if (const auto known = versions_.find(dependency); known != versions_.end()) versions_.erase(known);
}

CachedTexts::Result CachedTexts::get(const CachedText& cached, const Build& build) {
  fetch_versions({&cached.depends});
  const auto key = full_key(cached);
  std::optional<std::string> stale;
  bool is_too_large = false;
  if (key) {
    const auto fetched = fetched_.find(*key);
    auto kept = read(fetched == fetched_.end() ? cache_.get(*key) : std::move(fetched->second));
    if (fetched != fetched_.end()) fetched_.erase(fetched);
    if (kept && kept->is_fresh) return {std::move(kept->text), Origin::cache};
    if (kept) cache_.note_expired(*key);
    is_too_large = kept && kept->is_too_large;
    if (kept && !is_too_large) stale = std::move(kept->text);
  }
  const auto local = local_name(cached);
  const auto deadline_us = clock_.monotonic_us() + std::int64_t{rebuild_wait_ms} * 1000;
  for (;;) {
    std::shared_ptr<Rebuilds::Flight> flight;
    if (rebuilds_.join(key ? *key : local, local, flight)) {
      const Cancellation::Shield others_wait_for_it;
      try {
        auto result = is_too_large ? Result{build_and_store(cached, key, build), Origin::built}
                                   : rebuild(cached, key, stale, deadline_us, build);
        rebuilds_.finish(flight, result.text);
        return result;
      } catch (...) {
        rebuilds_.finish(flight, std::nullopt);
        throw;
      }
    }
    if (stale) return {*std::move(stale), Origin::stale};
    thread_cancellation.check();
    std::optional<std::string> text;
    {
      const Cache::Waiting waiting(cache_);
      text = rebuilds_.wait(*flight, std::min(max_wait_ms, milliseconds_until(deadline_us)));
    }
    if (text) return {*std::move(text), Origin::awaited};
    if (milliseconds_until(deadline_us) == 0) return {build(), Origin::built};
  }
}

// Called by the one request in this process that is responsible for the text.
CachedTexts::Result CachedTexts::rebuild(const CachedText& cached, const std::optional<std::string>& key,
                                         const std::optional<std::string>& stale, std::int64_t deadline_us,
                                         const Build& build) {
  if (!key) return {build(), Origin::built};
  const auto lock = lock_key(*key);
  bool is_locked = false;
  while (!(is_locked = cache_.add(lock, "", rebuild_lock_s)) && cache_.was_reachable()) {
    if (stale) return {*stale, Origin::stale};
    if (milliseconds_until(deadline_us) == 0) break;
    {
      const Cache::Waiting waiting(cache_);
      rebuilds_.wait(Rebuilds::Flight(), poll_ms);
    }
    auto kept = read(cache_.get(*key));
    if (kept && kept->is_fresh) return {std::move(kept->text), Origin::awaited};
    if (kept && kept->is_too_large) break;  // it will never be stored, so waiting is pointless
  }
  const auto locked_at_us = clock_.monotonic_us();
  const auto unlock = [&] {
    // After it has expired, the lock may belong to another process.
    if (is_locked && clock_.monotonic_us() - locked_at_us < (rebuild_lock_s - 1) * std::int64_t{1'000'000}) {
      cache_.remove(lock);
    }
  };
  try {
    // Another process may have stored the text between this request's first read and its lock.
    auto kept = is_locked ? read(cache_.get(*key)) : std::nullopt;
    auto result = kept && kept->is_fresh ? Result{std::move(kept->text), Origin::awaited}
                                         : Result{build_and_store(cached, key, build), Origin::built};
    unlock();
    return result;
  } catch (...) {
    unlock();
    throw;
  }
}

std::string CachedTexts::build_and_store(const CachedText& cached, const std::optional<std::string>& key,
                                         const Build& build) {
  auto text = build();
  store_until(cached, *key, text, cached.lifetime_s);
  return text;
}

void CachedTexts::store_until(const CachedText& cached, const std::string& key, std::string_view text,
                              int fresh_s) {
  const auto fresh_until_us = wall_us(clock_) + std::int64_t{fresh_s} * 1'000'000;
  const auto seconds = std::min(fresh_s + cached.stale_s, io::max_cache_lifetime_s);
  if (!cache_.set(key, std::to_string(fresh_until_us).append("\n").append(text), seconds) &&
      cache_.value_was_too_large())
    cache_.set(key, too_large, std::min(cached.lifetime_s, io::max_cache_lifetime_s));
}

std::optional<std::string> CachedTexts::find(const CachedText& cached) {
  fetch_versions({&cached.depends});
  const auto key = full_key(cached);
  auto kept = key ? read(cache_.get(*key)) : std::nullopt;
  if (kept && !kept->is_fresh) cache_.note_expired(*key);
  if (!kept || !kept->is_fresh) return std::nullopt;
  return std::move(kept->text);
}

void CachedTexts::store(const CachedText& cached, std::string_view text) {
  fetch_versions({&cached.depends});
  if (const auto key = full_key(cached)) store_until(cached, *key, text, cached.lifetime_s);
}

void CachedTexts::expire(const CachedText& cached) {
  fetch_versions({&cached.depends});
  const auto key = full_key(cached);
  const auto kept = key ? read(cache_.get(*key)) : std::nullopt;
  if (!kept || !kept->is_fresh) return;
  if (cached.stale_s > 0) {
    store_until(cached, *key, kept->text, 0);
  } else {
    cache_.remove(*key);
  }
}

void CachedTexts::fetch_versions(const std::vector<const std::vector<std::string>*>& wanted) {
  std::vector<std::string> names, keys;
  for (const auto* depends : wanted) {
    for (const auto& dependency : *depends) {
      if (versions_.contains(dependency) || std::find(names.begin(), names.end(), dependency) != names.end())
        continue;
      names.push_back(dependency);
      keys.push_back(version_key(dependency));
    }
  }
  if (names.empty()) return;
  const auto found = cache_.get_many(keys);
  for (std::size_t i = 0; i < names.size(); ++i) {
    auto version = found[i];
    if (!version && cache_.is_up()) {
      auto fresh = new_version();
      // If another request stored its version first, use that one.
      version = cache_.add(keys[i], fresh, io::max_cache_lifetime_s) ? std::move(fresh) : cache_.get(keys[i]);
    }
    if (version) versions_[names[i]] = *std::move(version);
  }
}

// std::nullopt if a version is unknown. Without it the text can be neither found nor stored.
std::optional<std::string> CachedTexts::full_key(const CachedText& cached) const {
  std::string key = "text:" + cached.key;
  for (const auto& dependency : cached.depends) {
    const auto version = versions_.find(dependency);
    if (version == versions_.end()) return std::nullopt;
    key += '\0' + dependency + '\0' + version->second;
  }
  return key;
}

std::string CachedTexts::local_name(const CachedText& cached) const {
  std::string name = "local:" + cached.key;
  for (const auto& dependency : cached.depends) {
    name += '\0' + dependency + '\0' + std::to_string(rebuilds_.drops(dependency));
  }
  return name;
}

std::optional<CachedTexts::Kept> CachedTexts::read(std::optional<std::string> stored) const {
  if (!stored) return std::nullopt;
  if (*stored == too_large) return Kept{.text = {}, .is_fresh = false, .is_too_large = true};
  const auto line_end = stored->find('\n');
  std::int64_t fresh_until_us = 0;
  const auto* end = stored->data() + std::min(line_end, stored->size());
  if (line_end == std::string::npos || std::from_chars(stored->data(), end, fresh_until_us).ptr != end) {
    return std::nullopt;
  }
  stored->erase(0, line_end + 1);
  return Kept{.text = *std::move(stored), .is_fresh = wall_us(clock_) < fresh_until_us};
}

int CachedTexts::milliseconds_until(std::int64_t deadline_us) const {
  return static_cast<int>(std::max<std::int64_t>(0, deadline_us - clock_.monotonic_us() + 999) / 1000);
}

}  // namespace caseload
