// A delay of the receiver of finished reports, with which the detector tests whether a page waits for it. It
// applies to blind pages and to workers in test mode, but not to pages requested under their own address.
#pragma once

#include "io/cache/memcached.hpp"

namespace caseload {

inline constexpr int max_delivery_delay_ms = 10'000;

// Sets the delay for one minute; 0 ends it at once. Throws Unavailable if the cache does not respond.
void set_delivery_delay(io::Memcached& memcached, int milliseconds);

// Waits for the current delay.
void wait_for_delivery(io::Memcached& memcached);

}  // namespace caseload
