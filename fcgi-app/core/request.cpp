#include "core/request.hpp"

#include <algorithm>

#include "core/text.hpp"

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

std::optional<std::string_view> Request::cookie(std::string_view name) const {
  std::string_view left = header("cookie").value_or("");
  while (!left.empty()) {
    const std::size_t end = left.find(';');
    const std::string_view pair = trimmed(left.substr(0, end));
    const std::size_t equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == name) return pair.substr(equals + 1);
    left = end == std::string_view::npos ? std::string_view() : left.substr(end + 1);
  }
  return std::nullopt;
}

}  // namespace caseload
