#include "core/response.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace caseload {

namespace {

template <class Headers>
auto position_of(Headers& headers, std::string_view name) {
  return std::ranges::find_if(headers,
                              [&](const auto& header) { return equals_ignoring_case(header.first, name); });
}

}  // namespace

Response& Response::set(std::string name, std::string value) & {
  if (const auto found = position_of(headers, name); found != headers.end()) {
    found->second = std::move(value);
    return *this;
  }
  constexpr std::size_t usual_count = 8;
  if (headers.empty()) headers.reserve(usual_count);
  headers.emplace_back(std::move(name), std::move(value));
  return *this;
}

Response&& Response::set(std::string name, std::string value) && {
  return std::move(set(std::move(name), std::move(value)));
}

const std::string* Response::header(std::string_view name) const {
  const auto found = position_of(headers, name);
  return found == headers.end() ? nullptr : &found->second;
}

}  // namespace caseload
