// Shared by handlers: responses that must not be cached, and reading the path and the query.
#pragma once

#include <string>
#include <string_view>

#include "core/case.hpp"
#include "core/request.hpp"
#include "core/response.hpp"
#include "core/value.hpp"

namespace caseload {

Response json_response(const Value& document, int status = 200);
Response html_response(std::string body);

// The body without its Content-Encoding: gzip. `storage` holds it if it was encoded.
std::string_view decoded_body(const Response& response, std::string& storage);

// Throws NotFound.
const Case& case_named(std::string_view slug);

// Removes a parameter of the page itself from the query, so that it isn't parsed as a knob, and returns its
// value. Empty if it is missing.
std::string take_parameter(Request& request, std::string_view name);

}  // namespace caseload
