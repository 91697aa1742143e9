// The shop's best sellers, which several pages show.
#pragma once

#include "core/value.hpp"
#include "io/database/database.hpp"

namespace caseload {

// Of the last quarter of 2025, the newest that the seed has whole: [{title, copies}], at most so many. One
// statement.
Value best_sellers_of_the_quarter(Database& db, std::int64_t most);

}  // namespace caseload
