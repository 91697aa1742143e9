// Values that the database would store differently without an error: too long by trailing spaces, rounded, or
// completed.
#pragma once

#include <string>
#include <vector>

#include "core/query_digest.hpp"
#include "io/database/column_limit.hpp"
#include "orm/mapping.hpp"

namespace caseload::orm {

// Why the column would not hold exactly this value; empty if it would, or if the database says so itself.
std::string inexact_because(const ColumnLimit& limit, const Parameter& value);

// The limits of some fields of a table.
class ExactFields {
 public:
  ExactFields(Database& db, const Table& table, const std::vector<const Field*>& fields);

  // Throws RowRefused, which names the row and the column.
  void check(std::size_t field, const Parameter& value, std::size_t row) const;

 private:
  ColumnLimits limits_;
  std::vector<const ColumnLimit*> of_field_;  // nullptr: the table has no such column
};

}  // namespace caseload::orm
