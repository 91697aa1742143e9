// What the routes of App share: answers that nobody keeps, and what a path or query names.
#pragma once

#include <string>
#include <string_view>

#include "core/case.hpp"
#include "core/request.hpp"
#include "core/response.hpp"
#include "core/value.hpp"

namespace caseload {

inline constexpr int evidence_lifetime_s = 60;

Response json_answer(const Value& document, int status = 200);
Response html_answer(std::string body);

// Throws NotFound.
const Case& case_named(const std::string& slug);

// Throws a 405 that names the methods which the address takes (RFC 9110 section 15.5.6), where the request's
// is none of them.
enum class Takes { reading, writing, both };
void check_method(const Request& request, Takes takes);

// Takes the parameter out of the query, since it is the page's own and no knob. Empty where it is not there.
std::string take_parameter(Request& request, std::string_view name);

}  // namespace caseload
