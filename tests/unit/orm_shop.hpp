// The shop's x1 database, as one request of a test sees it.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "core/clock.hpp"
#include "core/trace.hpp"
#include "io/database/connection.hpp"
#include "io/database/database.hpp"
#include "orm/session.hpp"
#include "tests/support/stack.hpp"

namespace caseload::test {

struct Shop {
  SystemClock clock;
  Trace trace{clock, false};
  io::Connections connections{database_settings()};
  Database db{connections, trace, Dataset::x1};
  orm::Session session{db};

  // Digests and how often each was run, in the order of their first run.
  using Statements = std::vector<std::pair<std::string, std::int64_t>>;
  Statements statements() const {
    Statements statements;
    for (const QueryRecord* record : trace.queries()) statements.emplace_back(record->text, record->times);
    return statements;
  }
  std::int64_t count() const {
    std::int64_t count = 0;
    for (const QueryRecord* record : trace.queries()) count += record->times;
    return count;
  }
  const QueryRecord& record(std::size_t index) const { return *trace.queries().at(index); }
  std::int64_t evidence(std::string_view key) const {
    return trace.evidence().get(find_evidence_key(key)->key).value_or(-1);
  }

  // One number from the database, outside of what `statements` counts from here on.
  std::int64_t number(std::string_view sql) {
    Trace aside(clock, false);
    Database other(connections, aside, Dataset::x1);
    Cursor cursor = other.run(sql, {});
    cursor.next();
    return cursor.integer(0);
  }
};

// What was found; where nothing was, an error in place of the end of all tests.
template <class Found>
auto& there(const Found& found) {
  if (!found) throw std::runtime_error("nothing was found");
  return *found;
}

inline std::string positions_read(const QueryRecord& record) {
  std::string read;
  for (const std::int64_t reads : record.column_reads) read += reads > 0 ? 'x' : '-';
  return read;
}

}  // namespace caseload::test
