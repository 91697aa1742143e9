// Applies or undoes the change to the database that a case declares, and reports its cost.
#pragma once

#include "core/case.hpp"
#include "core/clock.hpp"
#include "core/value.hpp"
#include "io/database/database.hpp"

namespace caseload {

enum class Step { apply, undo };

// Returns {"us", "before": {"table_bytes", "index_bytes", "insert_rows", "inserts_per_second"}, "after": {the
// same}}: how long the change took, the size of the table's rows and indexes, and how fast rows can be
// inserted. The inserted rows are rolled back. Throws HttpError 409 if the change is already applied or
// undone.
Value intervene(Database& db, const Clock& clock, const Intervention& intervention, Step step);

}  // namespace caseload
