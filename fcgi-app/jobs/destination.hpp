// Delivers finished reports to the user who requested them, in the table report_request (sql/jobs.sql). Both
// a page that builds a report within the request and a worker that builds it later use this class.
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
  // Called before each delivery. Test mode uses it to make the receiver slow.
  using Hook = std::function<void(io::Memcached&)>;
  explicit Destination(io::Memcached& memcached, Hook before_delivery = {})
      : memcached_(memcached), before_delivery_(std::move(before_delivery)) {}

  // Stores the report with its request and deletes a few old requests: older than ten minutes, or older than
  // a day if they have no report yet. Takes one read and two writes. Call it in a transaction.
  void deliver(Database& db, std::int64_t request, std::string_view report);

 private:
  io::Memcached& memcached_;
  Hook before_delivery_;
};

// The number of queries that deliver runs, for the claims.
inline constexpr std::int64_t delivery_queries = 3, delivery_writes = 2;

}  // namespace caseload
