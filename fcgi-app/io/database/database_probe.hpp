// What a probe records beyond the queries themselves: session counters, result hashes and plans. Part of
// Database.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/query_digest.hpp"
#include "core/trace.hpp"
#include "io/database/connection.hpp"

namespace caseload::io {

// SHA-256 over rows in their order, buffered or streamed.
class ResultHash {
 public:
  // Also adds the size of each value to the record's `column_bytes`, and notes letters in `column_letters`.
  void add_row(std::span<const Cell> row, QueryRecord& record);
  std::string finish();

 private:
  std::int64_t add(char kind, std::string_view bytes);  // returns the number of bytes
  void fold();

  std::string pending_;
  std::string so_far_;
};

class DatabaseProbe {
 public:
  explicit DatabaseProbe(Connection& connection);  // reads the counters; throws DriverError

  // Remembers the query for its plan and returns the hash that its rows are added to.
  ResultHash& saw(QueryRecord& record, std::string_view sql, std::span<const Parameter> parameters);

  void finish(Connection& connection, Trace& trace);

 private:
  // One reading of the counters, and how many digits its numbers have.
  struct Reading {
    SessionCounters counters;
    std::int64_t digits = 0;
  };
  static Reading read(Connection& connection);

  struct Seen {
    ResultHash hash;
    bool has_rows = false;
    std::string sql;
    std::vector<Parameter> parameters;  // of the first execution
  };

  int times_opened_;
  Reading before_;
  SessionCounters own_;  // how much one reading increases the counters
  std::int64_t own_digits_ = 0;
  std::map<QueryRecord*, Seen> seen_;
};

// The query with its parameters as literals, for queries that can't be prepared.
std::string with_literals(Connection& connection, std::string_view sql,
                          std::span<const Parameter> parameters);

}  // namespace caseload::io
