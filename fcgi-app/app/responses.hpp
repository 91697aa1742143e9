// What handlers share: responses that nobody stores, and what a path or query names.
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

// Throws NotFound.
const Case& case_named(std::string_view slug);

// Takes the parameter out of the query, since it is the page's own and no knob. Empty where it is not there.
std::string take_parameter(Request& request, std::string_view name);

}  // namespace caseload
