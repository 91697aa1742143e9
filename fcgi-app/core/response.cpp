#include "core/response.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace caseload {

Response& Response::set(std::string name, std::string value) {
  const std::string wanted = lower_case(name);
  for (auto& [existing, old_value] : headers) {
    if (lower_case(existing) == wanted) {
      old_value = std::move(value);
      return *this;
    }
  }
  headers.emplace_back(std::move(name), std::move(value));
  return *this;
}

const std::string* Response::header(std::string_view name) const {
  const std::string wanted = lower_case(name);
  const auto found = std::find_if(headers.begin(), headers.end(),
                                  [&](const auto& header) { return lower_case(header.first) == wanted; });
  return found == headers.end() ? nullptr : &found->second;
}

}  // namespace caseload
