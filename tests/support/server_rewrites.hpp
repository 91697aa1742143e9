// What newer servers make of a condition.
#pragma once

#include <string>
#include <string_view>

namespace caseload::test {

// MariaDB 11.1 and later read DATE(column) = constant and YEAR(column) = constant, and the same with <, <=, >
// and >=, as a range of the column (MDEV-8320), so such a query examines no more rows than one with the
// range.
bool is_read_as_a_range(std::string_view server_version, const std::string& query);

}  // namespace caseload::test
