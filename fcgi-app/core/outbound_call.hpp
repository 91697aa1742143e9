// Calls to other services, as spans of a request, and what follows from all of them together.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/value.hpp"

namespace caseload {

struct OutboundCall {
  std::string shape;                      // "GET /stock?dataset&sku"
  std::int64_t start_us = 0, end_us = 0;  // since the start of the request
  std::int64_t bytes = 0;                 // of the response's body
  std::int64_t items = 1;                 // see items_in()
  int status = 0;                         // 0: there was no response
  std::string failure;                    // why its response is missing or was refused; empty if it is there
  // Probe only: whether it sends a value that came with an earlier response and was not known before. Unset
  // if a value with a digit is new, which may have been computed from a response.
  std::optional<bool> uses_earlier;
};

// Method, path and the names of the parameters, without values. A part of the path with a digit is a value.
std::string shape_of_call(std::string_view method, std::string_view target);

// How many items a call is about: the length of the longest list among its parameters, which are repeated or
// have values separated by commas. At least 1.
std::int64_t items_in(std::string_view target);

// The values in it, separated by spaces: the parts of the path with a digit, and the parameters' values.
std::string values_in(std::string_view target);

// How many of the calls were under way at the same time as at least one other.
std::int64_t overlapping(const std::vector<OutboundCall>& calls);

// How often the request waits for other services: the largest number of calls of which no two overlap. One
// after the other, each call is a wait; calls that are made together are one.
std::int64_t waits(const std::vector<OutboundCall>& calls);

Value document_of(const OutboundCall& call);

}  // namespace caseload
