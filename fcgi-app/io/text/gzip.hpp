// gzip (RFC 1952) with zlib. Equal input gives equal bytes: nothing depends on the time.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace caseload::io {

std::string gzip(std::string_view bytes);

inline constexpr std::size_t max_gunzip_bytes = 64'000'000;

// Throws std::runtime_error if this is not one complete gzip file, or if it has more than `max_bytes` when it
// is decompressed.
std::string gunzip(std::string_view bytes, std::size_t max_bytes = max_gunzip_bytes);

}  // namespace caseload::io
