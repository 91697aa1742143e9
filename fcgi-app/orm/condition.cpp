#include "orm/condition.hpp"

#include <algorithm>
#include <bit>
#include <string_view>
#include <utility>

namespace caseload::orm {

namespace {

// Leaves parameters for the other conditions, limit and offset.
constexpr std::size_t max_list_size = max_parameters - 35;

std::string_view sign_of(Compare how) {
  switch (how) {
    case Compare::equal:
      return "= ?";
    case Compare::not_equal:
      return "<> ?";
    case Compare::less:
      return "< ?";
    case Compare::at_most:
      return "<= ?";
    case Compare::greater:
      return "> ?";
    case Compare::at_least:
      return ">= ?";
  }
  return "= ?";
}

// Doubling a long list would cost more than fewer prepared statements save.
constexpr std::size_t filled_size(std::size_t size) {
  constexpr std::size_t step = 256;
  return size <= step ? std::bit_ceil(size) : std::min((size + step - 1) / step * step, max_list_size);
}

}  // namespace

Condition compare(const Field& field, Compare how, Parameter value) {
  return {.column = field.name, .test = std::string(sign_of(how)), .values = {std::move(value)}};
}

Condition between(const Field& field, Parameter from, Parameter to) {
  return {.column = field.name, .test = "BETWEEN ? AND ?", .values = {std::move(from), std::move(to)}};
}

Condition starts_with(const Field& field, const std::string& prefix) {
  std::string pattern;
  for (const char letter : prefix) {
    if (letter == '%' || letter == '_' || letter == '\\') pattern += '\\';
    pattern += letter;
  }
  pattern += '%';
  return {.column = field.name, .test = "LIKE ?", .values = {std::move(pattern)}};
}

Condition one_of(std::string column, std::vector<Parameter> values) {
  if (values.size() > max_list_size)
    throw MappingError("the list for " + column + " has " + std::to_string(values.size()) +
                       " values; at most " + std::to_string(max_list_size) + " fit into a query");
  if (!values.empty()) {
    const Parameter last = values.back();
    values.resize(filled_size(values.size()), last);
  }
  std::string test = "IN (";
  for (std::size_t i = 0; i < values.size(); ++i) test += i == 0 ? "?" : ", ?";
  test += ")";
  return {.column = std::move(column), .test = std::move(test), .values = std::move(values)};
}

}  // namespace caseload::orm
