// Where finished reports go: to the one who asked, who reads them in report_request (sql/jobs.sql). A page
// hands over what it made within the request, a worker what it made later; for both it is this function.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <utility>

#include "io/cache/memcached.hpp"
#include "io/database/database.hpp"

namespace caseload {

class Destination {
 public:
  // Called before each report is handed over; test mode slows the receiver down with it.
  using Hook = std::function<void(io::Memcached&)>;
  explicit Destination(io::Memcached& memcached, Hook before_hand_over = {})
      : memcached_(memcached), before_hand_over_(std::move(before_hand_over)) {}

  // Writes the report to its request, and takes along a few old ones: of more than ten minutes ago, or, where
  // no report has come yet, of more than a day. A read and two writes. Belongs into a transaction.
  void hand_over(Database& db, std::int64_t request, std::string_view report);

 private:
  io::Memcached& memcached_;
  Hook before_hand_over_;
};

// The queries that handing over takes, for the claims.
inline constexpr std::int64_t hand_over_queries = 3, hand_over_writes = 2;

}  // namespace caseload
