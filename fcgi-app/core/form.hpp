// The fields of a form, which are treated like query parameters.
#pragma once

#include "core/request.hpp"

namespace caseload {

// Adds the fields of the body to the query, if the body is a form. Throws BadRequest if it is malformed, and
// HttpError with status 415 for multipart/form-data, which no page reads.
void read_form(Request& request);

// One rule for every page: a parameter occurs once, in the query and the form together. Otherwise a proxy, a
// cache and the application could each choose another value. Throws BadRequest.
void refuse_repeated(const std::vector<NameValue>& query);

}  // namespace caseload
