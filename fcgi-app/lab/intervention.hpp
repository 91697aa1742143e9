// Makes the change to the database that a case declares, or takes it back, and tells what it cost.
#pragma once

#include "core/case.hpp"
#include "core/clock.hpp"
#include "core/value.hpp"
#include "io/database/database.hpp"

namespace caseload {

enum class Step { apply, undo };

// {"us", "before": {"table_bytes", "index_bytes", "insert_rows", "inserts_per_second"}, "after": {the same}}:
// how long the change took, the size of the table's rows and of its indexes, and how fast rows go in. The
// rows that tell it are rolled back. HttpError 409 where the change is made, or taken back, already.
Value intervene(Database& db, const Clock& clock, const Intervention& intervention, Step step);

}  // namespace caseload
