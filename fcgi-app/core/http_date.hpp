// HTTP dates (RFC 9110 section 5.6.7). All three formats are read; only the preferred one is sent.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace caseload {

std::string http_date(std::chrono::sys_seconds time);  // "Sun, 06 Nov 1994 08:49:37 GMT"
std::string rfc_850_date(
    std::chrono::sys_seconds time);  // "Sunday, 06-Nov-94 08:49:37 GMT", for tests of readers

// Reads the preferred format, that of RFC 850, and that of asctime. RFC 850 has a two-digit year, which is
// taken as the latest matching year at most 50 years after `now`. std::nullopt for anything else.
std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text,
                                                        std::chrono::system_clock::time_point now);

}  // namespace caseload
