// Error responses: an HTML page for people, application/problem+json (RFC 9457) for programs.
#pragma once

#include <string>

#include "core/errors.hpp"
#include "core/request.hpp"
#include "core/response.hpp"
#include "core/value.hpp"
#include "io/templates/templates.hpp"

namespace caseload {

Response problem(const HttpError& error, const Request& request, io::Templates& templates);

// {type, title, status, detail, request_id}, as in RFC 9457.
Value problem_document(const HttpError& error, const Request& request);

// A message begins in lower case, because it can also be part of a sentence: "fast refused with 400: ...".
std::string capitalised(std::string message);

}  // namespace caseload
