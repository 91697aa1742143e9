#include "core/request.hpp"

#include <algorithm>

namespace caseload {

namespace {

std::optional<std::string_view> first_value(const std::vector<NameValue>& pairs, std::string_view name) {
  const auto found =
      std::find_if(pairs.begin(), pairs.end(), [&](const NameValue& pair) { return pair.first == name; });
  if (found == pairs.end()) return std::nullopt;
  return found->second;
}

}  // namespace

std::optional<std::string_view> Request::header(std::string_view name) const {
  return first_value(headers, name);
}

std::optional<std::string_view> Request::parameter(std::string_view name) const {
  return first_value(query, name);
}

}  // namespace caseload
