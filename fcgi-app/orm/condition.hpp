// Conditions on columns, for WHERE.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "orm/mapping.hpp"

namespace caseload::orm {

// The maximum of a prepared statement.
inline constexpr std::size_t max_parameters = 65'535;

enum class Compare : std::uint8_t { equal, not_equal, less, at_most, greater, at_least };

// A condition on a column. Created by the functions below.
struct Condition {
  std::string column;
  std::string test;  // "= ?"
  std::vector<Parameter> values;
  const Relation* any_of = nullptr;  // the column is in the related table, where at least one row must match
  bool on_link = false;              // the column is in the link table of Select::through
};
Condition compare(const Field& field, Compare how, Parameter value);
Condition between(const Field& field, Parameter from, Parameter to);  // inclusive
Condition starts_with(const Field& field, const std::string& prefix);
// The list is padded with its last value to a power of two, or a long one to a multiple of 256, so that lists
// of many lengths share few prepared statements. An empty list matches nothing; then no query is sent.
Condition one_of(std::string column, std::vector<Parameter> values);

}  // namespace caseload::orm
