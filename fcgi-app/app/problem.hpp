// Error responses: an HTML page for people, application/problem+json (RFC 9457) for programs.
#pragma once

#include <string>

#include "core/errors.hpp"
#include "core/request.hpp"
#include "core/response.hpp"
#include "io/templates/templates.hpp"

namespace caseload {

Response problem(const HttpError& error, const Request& request, io::Templates& templates);

}  // namespace caseload
