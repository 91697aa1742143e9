// How slow the receiver of finished reports is, for a detector that tries whether a page waits for it. Blind
// pages and workers in test mode wait; whoever requests a page by its own address does not.
#pragma once

#include "io/cache/memcached.hpp"

namespace caseload {

inline constexpr int max_sink_delay_ms = 10'000;

// For a minute, then it ends by itself; 0 ends it at once. Throws Unavailable when the cache does not
// respond.
void set_sink_delay(io::Memcached& memcached, int milliseconds);

// Waits as set.
void wait_for_sink(io::Memcached& memcached);

}  // namespace caseload
