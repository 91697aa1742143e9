// The reason phrase of a status code (RFC 9110 section 15): "Not Found". "Status" for unknown codes.
#pragma once

#include <string_view>

namespace caseload {

std::string_view reason_phrase(int status);

}  // namespace caseload
