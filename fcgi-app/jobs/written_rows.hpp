// Rows that requests of visitors have written. Pages remove them soon, but some only with the next request.
// With app.profile = "public" the worker removes what is left before it is an hour old.
#pragma once

#include <chrono>
#include <span>
#include <string>
#include <string_view>

#include "io/database/database.hpp"

namespace caseload::jobs {

// What the profile promises, and when the worker removes a row: early enough for its next look.
inline constexpr std::chrono::minutes public_row_limit(60);
inline constexpr std::chrono::minutes public_row_age(58);

struct WrittenRows {
  std::string_view table;
  std::string_view written_at;      // column
  std::string_view condition = {};  // that no seeded row meets; empty: the seed has no rows here
};

std::span<const WrittenRows> written_rows();

// Counts the rows of a table that are older.
std::string count_of_older(const WrittenRows& rows, std::chrono::seconds age);

// Removes up to a thousand of the older rows of each table. True: there may be more.
bool remove_written(Database& db, std::chrono::seconds age);

}  // namespace caseload::jobs
