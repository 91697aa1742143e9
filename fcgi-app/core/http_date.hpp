// HTTP dates (RFC 9110 section 5.6.7): three forms are read, the first is the one to write.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace caseload {

std::string http_date(std::chrono::sys_seconds time);  // "Sun, 06 Nov 1994 08:49:37 GMT"
std::string rfc_850_date(
    std::chrono::sys_seconds time);  // "Sunday, 06-Nov-94 08:49:37 GMT", for tests of readers

// The preferred form, that of RFC 850 and that of asctime. The second has two digits for the year, which is
// the latest such year that is not more than 50 years after `now`. std::nullopt for anything else.
std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text,
                                                        std::chrono::system_clock::time_point now);

}  // namespace caseload
