// The differences between MariaDB and MySQL: time limits, session counters and EXPLAIN. All other SQL of the
// project works on both.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/trace.hpp"
#include "core/value.hpp"

namespace caseload::io {

struct DatabaseSettings;

class ServerDialect {
 public:
  // Detected from the server version; MariaDB's contains its name.
  explicit ServerDialect(std::string_view server_version = {});

  // One statement that sets up a session: strict SQL mode, UTC, time limits for queries and locks.
  std::string session_setup(const DatabaseSettings& settings) const;

  // How long a session waits for a locked row. With 0 seconds a query that finds one fails with 1205 and only
  // this query is rolled back. MySQL can't do that; there the text is empty.
  std::string row_lock_setup(int seconds) const;
  static int row_lock_wait_s(const DatabaseSettings& settings);  // in usual sessions

  // The query with the longer time limit for streamed rows, which are read as fast as the client reads.
  std::string with_stream_limit(std::string_view sql, const DatabaseSettings& settings) const;

  // The names of the status variables, as a quoted list for IN (..), and the counters computed from their
  // values.
  std::string_view counter_names() const;
  SessionCounters counters(const std::function<std::int64_t(std::string_view name)>& value) const;

  // The plan from the output of EXPLAIN FORMAT=JSON:
  // {"node", "table", "access", "key", "rows", "extra", "children"}; members without a value are absent. A
  // table that is read without a key has "possible_keys", those that its condition is about.
  static Value plan(const Value& explained);

  // True for a plan that reads one table, once, through a secondary index.
  static bool uses_secondary_index(const Value& plan);

  // The prefix that runs a query and reports what that took (ANALYZE); "" if this server has none.
  std::string_view analyze() const;
  // The pages that the query accessed, in memory or on disk, from what ANALYZE says.
  static std::optional<std::int64_t> pages_accessed(const Value& analyzed);

 private:
  bool is_mariadb_;
};

}  // namespace caseload::io
