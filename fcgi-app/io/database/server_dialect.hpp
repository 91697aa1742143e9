// What differs between MariaDB and MySQL: time limits, session counters, EXPLAIN. All else that the project
// says to the server is the same for both.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "core/trace.hpp"
#include "core/value.hpp"

namespace caseload::io {

struct DatabaseSettings;

class ServerDialect {
 public:
  // By the version that the server gives at connect: MariaDB's has its name in it.
  explicit ServerDialect(std::string_view server_version = {});

  // One statement that sets up a session: strict SQL mode, UTC, time limits for a statement and for a lock.
  std::string session_setup(const DatabaseSettings& settings) const;

  // The query with the longer time limit for rows that are taken one by one, as fast as their reader goes.
  std::string with_stream_limit(std::string_view sql, const DatabaseSettings& settings) const;

  // Ended by the time limit: 1969 (ER_STATEMENT_TIMEOUT) or 3024 (ER_QUERY_TIMEOUT).
  bool is_timeout(int code) const;

  // The names of the status variables asked for, as a quoted list for IN (..), and what they add up to.
  std::string_view counter_names() const;
  SessionCounters counters(const std::function<std::int64_t(std::string_view name)>& value) const;

  // A plan, from the document that EXPLAIN FORMAT=JSON gives:
  // {"node", "table", "access", "key", "rows", "extra", "children"}, absent where it says nothing.
  static Value plan(const Value& explained);

 private:
  bool is_mariadb_;
};

}  // namespace caseload::io
