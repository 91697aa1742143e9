// The longest lifetime that memcached accepts: it treats a larger number as a date (protocol.txt, "Expiration
// times").
#pragma once

namespace caseload::io {

inline constexpr int max_cache_lifetime_s = 30 * 24 * 3600;

}  // namespace caseload::io
