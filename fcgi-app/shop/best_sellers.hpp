// The shop's best sellers, used by several pages.
#pragma once

#include "core/value.hpp"
#include "io/database/database.hpp"

namespace caseload {

// The best sellers of the last quarter of 2025, the newest that the seed covers completely: [{title,
// copies}], at most `max` entries. Takes one query.
Value best_sellers_of_the_quarter(Database& db, std::int64_t max);

}  // namespace caseload
