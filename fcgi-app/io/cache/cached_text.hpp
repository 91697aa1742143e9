// A text in the cache, shared by all hosts, and rebuilt by only one request at a time.
//
// Invalidation: the text's key contains a version for each thing it depends on, a random token that is also
// in the cache. A write invalidates all dependent texts by deleting that one token. A slow reader that read
// the data before the write stores its text under the old version, where nobody looks for it. If the request
// that writes can't reach the cache, texts stay valid until their lifetime ends.
// A text that is too large for the cache leaves a note there instead, for as long as it would be fresh.
// Nobody waits for a text that has such a note; in each process, requests that come while it is built share
// it.
//
// Rebuilding: the first request that finds no text takes a lock in the cache and builds the text. Others wait
// for it up to a limit, or use the stale text while that is allowed. The lock expires after `rebuild_lock_s`,
// so a killed process delays others no longer than that. Without the cache, each process still builds a text
// only once at a time.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "io/cache/cache.hpp"

namespace caseload {

struct CachedText {
  std::string key;                   // any bytes
  std::vector<std::string> depends;  // the names that drop() is called with
  int lifetime_s = 60;
  int stale_s = 0;  // how long after that it may still be sent during a rebuild
};

inline constexpr int rebuild_lock_s = 5;
inline constexpr int rebuild_wait_ms = 2 * rebuild_lock_s * 1000;  // longer than the lock of a killed process

// The rebuilds that are running in this process, and how often each dependency was dropped here. Shared by
// its threads.
class Rebuilds {
 public:
  struct Flight;  // one running rebuild

  // Joins the rebuild of a text. A text has one name that includes its versions, for requests that can reach
  // the cache, and one without them, for requests that can't. `name` is this request's, and `alternative` the
  // name without versions, which is the same if the cache can't be reached. Returns true if this request has
  // to build the text.
  bool join(const std::string& name, const std::string& alternative, std::shared_ptr<Flight>& flight);
  // `text` is std::nullopt if the rebuild failed.
  void finish(const std::shared_ptr<Flight>& flight, std::optional<std::string> text);
  // Returns std::nullopt if the rebuild failed or took too long.
  std::optional<std::string> wait(const Flight& flight, int milliseconds);

  void count_drop(std::string_view dependency);
  std::int64_t drops(std::string_view dependency);

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, std::shared_ptr<Flight>, std::less<>> flights_;
  std::map<std::string, std::int64_t, std::less<>> drops_;
};

// The cached texts as one request sees them.
class CachedTexts {
 public:
  enum class Origin { cache, stale, built, awaited };  // awaited: built by another request in the meantime
  struct Result {
    std::string text;
    Origin origin;
  };
  using Build = std::function<std::string()>;

  CachedTexts(Cache& cache, Rebuilds& rebuilds, const Clock& clock);

  // Exceptions from `build` propagate, and nothing is stored then.
  Result get(const CachedText& cached, const Build& build);

  // For code that does the rebuilding itself: `find` returns the text if it is fresh in the cache, and
  // `store` replaces it.
  std::optional<std::string> find(const CachedText& cached);
  void store(const CachedText& cached, std::string_view text);
  // Ends the lifetime of a text that is in the cache. It may still be sent during a rebuild.
  void expire(const CachedText& cached);

  // Fetches texts that will be needed in one round trip, after one for their versions.
  void fetch(const std::vector<CachedText>& texts);

  // Call it after the write was committed.
  void drop(std::string_view dependency);

 private:
  struct Kept {
    std::string text;
    bool is_fresh;
    bool is_too_large = false;  // only that is known
  };
  void fetch_versions(const std::vector<const std::vector<std::string>*>& wanted);
  std::optional<std::string> full_key(const CachedText& cached) const;
  std::string local_name(const CachedText& cached) const;
  std::optional<Kept> read(std::optional<std::string> stored) const;
  Result rebuild(const CachedText& cached, const std::optional<std::string>& key,
                 const std::optional<std::string>& stale, std::int64_t deadline_us, const Build& build);
  std::string build_and_store(const CachedText& cached, const std::optional<std::string>& key,
                              const Build& build);
  void store_until(const CachedText& cached, const std::string& key, std::string_view text, int fresh_s);
  int milliseconds_until(std::int64_t deadline_us) const;

  Cache& cache_;
  Rebuilds& rebuilds_;
  const Clock& clock_;
  std::map<std::string, std::string, std::less<>> versions_;                // by dependency, as first seen
  std::map<std::string, std::optional<std::string>, std::less<>> fetched_;  // by full key
};

}  // namespace caseload
