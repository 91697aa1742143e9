// A run's summary as bytes, for the next build. Only the program that wrote them reads them.
#pragma once

#include <string>
#include <string_view>

#include "read/summary.hpp"

namespace caseload::site {

std::string packed(const RunSummary& summary);
// Throws std::runtime_error for bytes that `packed` didn't make.
RunSummary unpacked(std::string_view bytes);

}  // namespace caseload::site
