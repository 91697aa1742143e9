// What a status means in words (RFC 9110 section 15): "Not Found". "Status" for one that is not known here.
#pragma once

#include <string_view>

namespace caseload {

std::string_view reason_phrase(int status);

}  // namespace caseload
