// Where finished reports go: to the one who asked, who reads them in report_request (sql/jobs.sql). A page
// hands over what it made within the request, a worker what it made later; for both it is this function.
#pragma once

#include <cstdint>
#include <string_view>

#include "io/cache/memcached.hpp"
#include "io/database/database.hpp"

namespace caseload {

// Whether handing over asks how slow it shall be (set_sink_delay): as told in test mode, by workers and blind
// pages, so that a detector at work holds up nobody who asks for a page by its own address.
enum class Delay { never, as_told };

class Destination {
 public:
  Destination(io::Memcached& memcached, Delay delay) : memcached_(memcached), delay_(delay) {}

  // Writes the report to its request, and takes along a few old ones: of more than ten minutes ago, or, where
  // no report has come yet, of more than a day. A read and two writes. Belongs into a transaction.
  void hand_over(Database& db, std::int64_t request, std::string_view report);

 private:
  void wait_as_told();

  io::Memcached& memcached_;
  Delay delay_;
};

// Statements that handing over takes, for the claims.
inline constexpr std::int64_t hand_over_statements = 3, hand_over_writes = 2;

// For detectors: from now on handing over takes so much longer, in every process that shares this cache. 0
// ends it, and so does a minute.
inline constexpr int most_sink_delay_ms = 10'000;
void set_sink_delay(io::Memcached& memcached, int milliseconds);

}  // namespace caseload
