// A memcached with the processes and requests that keep texts in it.
#pragma once

#include <atomic>
#include <chrono>
#include <csignal>
#include <string>

#include "core/clock.hpp"
#include "core/trace.hpp"
#include "io/cache/cache.hpp"
#include "io/cache/cached_text.hpp"
#include "io/cache/memcached.hpp"
#include "tests/support/memcached_items.hpp"
#include "tests/support/private_memcached.hpp"
#include "tests/support/temporary_folder.hpp"

namespace caseload::test {

inline constexpr int patient_ms = 10'000;  // a busy machine is no dead cache

// The system's clock, moved ahead by a test.
class MovedClock final : public Clock {
 public:
  std::int64_t monotonic_us() const override { return system_.monotonic_us() + monotonic_ahead_us; }
  std::int64_t thread_cpu_us() const override { return system_.thread_cpu_us(); }
  std::chrono::system_clock::time_point now() const override {
    return system_.now() + std::chrono::seconds(seconds_ahead);
  }
  std::atomic<int> seconds_ahead{0};                // of the wall clock
  std::atomic<std::int64_t> monotonic_ahead_us{0};  // of the other one

 private:
  SystemClock system_;
};

// A monotonic clock that moves only when it is read. At 0 nobody who goes by it ever runs out of patience; at
// an hour everybody does at once.
class SteppedClock final : public Clock {
 public:
  explicit SteppedClock(std::int64_t step_us) : step_us_(step_us) {}
  std::int64_t monotonic_us() const override { return step_us_ * ++reads_; }
  int reads() const { return reads_; }
  std::int64_t thread_cpu_us() const override { return 0; }
  std::chrono::system_clock::time_point now() const override { return system_.now(); }

 private:
  const std::int64_t step_us_;
  mutable std::atomic<int> reads_{0};
  SystemClock system_;
};
inline constexpr std::int64_t hour_us = 3'600'000'000;

struct Store {
  tests::TemporaryFolder folder;
  PrivateMemcached server{folder.path() + "/sock"};
  MovedClock clock;
  Rebuilds rebuilds;

  void kill_server() {
    server.process().signal(SIGKILL);
    server.process().wait();
  }
};

// The calls of a request in their order, with + where they found or did something: "get- add+ set+".
inline std::string calls_of(const Trace& trace) {
  std::string text;
  const Value document = trace.document();
  for (const Value& call : *document["cache"].items()) {
    if (!text.empty()) text += ' ';
    text.append(call["kind"].text_or("")).append(*call["hit"].boolean() ? "+" : "-");
  }
  return text;
}

// One request of one process.
struct TextVisit {
  explicit TextVisit(Store& store) : TextVisit(store, store.rebuilds) {}
  TextVisit(Store& store, Rebuilds& rebuilds) : TextVisit(store, rebuilds, store.clock) {}
  TextVisit(Store& store, Rebuilds& rebuilds, const Clock& clock)
      : memcached({.servers = {store.server.address()}, .timeout_ms = patient_ms, .breaker_seconds = 1}),
        trace(store.clock, false),
        cache(memcached, trace),
        texts(cache, rebuilds, clock) {}
  std::string calls() const { return calls_of(trace); }

  io::Memcached memcached;
  Trace trace;
  Cache cache;
  CachedTexts texts;
};

inline const CachedText front{.key = "front", .depends = {"order", "book"}, .lifetime_s = 60};

inline CachedTexts::Build always(std::string text) {
  return [text = std::move(text)] { return text; };
}

}  // namespace caseload::test
