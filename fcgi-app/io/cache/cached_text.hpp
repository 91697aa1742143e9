// A text kept in the cache, shared by all app hosts, and built again by one request at a time.
//
// Dropping: the text's key holds a version of each thing it depends on, a random token kept in the cache as
// well. A write drops every text that depends on it by dropping that one token. A slow reader that read
// before the write stores what it built under the old version, where nobody looks any more. Rebuilding: the
// first request that finds no text takes a lock in the cache and builds; others wait for it up to a limit, or
// take the last text while it may still be sent. The lock ends by itself after `rebuild_lock_s`, so one that
// was killed holds nobody up for longer. Without the cache each process still builds a text once at a time.
// If the cache can't be reached by the request that writes, texts stay until their lifetime ends.
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
  std::vector<std::string> depends;  // names that drop() is called with
  int lifetime_s = 60;
  int stale_s = 0;  // how long after that it may still be sent while it is built again
};

inline constexpr int rebuild_lock_s = 5;
inline constexpr int rebuild_wait_ms =
    2 * rebuild_lock_s * 1000;  // long enough to outlive one that was killed

// The texts that this process builds just now, and how often each dependency was dropped in it; shared by its
// threads.
class Rebuilds {
 public:
  struct Flight;  // one text on its way

  // A text has a name for requests that see the cache, with its versions in it, and one for those that don't,
  // who take what is on its way. `name` is that of this request, `also` its other one if it has two. True for
  // the request that is to build it.
  bool join(const std::string& name, const std::string& also, std::shared_ptr<Flight>& flight);
  // `text` is what was built, or std::nullopt where that failed.
  void finish(const std::shared_ptr<Flight>& flight, std::optional<std::string> text);
  // std::nullopt: it failed, or took too long.
  std::optional<std::string> wait(const Flight& flight, int milliseconds);

  void count_drop(std::string_view dependency);
  std::int64_t drops(std::string_view dependency);

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, std::shared_ptr<Flight>, std::less<>> flights_;
  std::map<std::string, std::int64_t, std::less<>> drops_;
};

// As one request sees them.
class CachedTexts {
 public:
  enum class Origin { cache, stale, built, awaited };  // awaited: another request built it meanwhile
  struct Result {
    std::string text;
    Origin origin;
  };
  using Build = std::function<std::string()>;

  CachedTexts(Cache& cache, Rebuilds& rebuilds, const Clock& clock);

  // What `build` throws comes through; nothing is kept then.
  Result get(const CachedText& what, const Build& build);

  // Fetches texts that will be asked for in one round trip, with one before for their versions.
  void fetch(const std::vector<CachedText>& soon);

  // Call it after the commit of the write.
  void drop(std::string_view dependency);

 private:
  struct Kept {
    std::string text;
    bool is_fresh;
  };
  void fetch_versions(const std::vector<const std::vector<std::string>*>& wanted);
  std::optional<std::string> full_key(const CachedText& what) const;
  std::string local_name(const CachedText& what) const;
  std::optional<Kept> read(std::optional<std::string> stored) const;
  Result lead(const CachedText& what, const std::optional<std::string>& key,
              const std::optional<std::string>& stale, std::int64_t deadline_us, const Build& build);
  std::string build_and_keep(const CachedText& what, const std::optional<std::string>& key,
                             const Build& build);
  int milliseconds_until(std::int64_t deadline_us) const;

  Cache& cache_;
  Rebuilds& rebuilds_;
  const Clock& clock_;
  std::map<std::string, std::string, std::less<>> versions_;                // by dependency, as first seen
  std::map<std::string, std::optional<std::string>, std::less<>> fetched_;  // by full key
};

}  // namespace caseload
