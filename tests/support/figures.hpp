// Figures of a test for `make faults`, which writes them to docs/reliability.
#pragma once

#include <cstdint>
#include <string>

#include "core/value.hpp"

namespace caseload::test {

// Appends a line to the file that CASELOAD_TEST_FIGURES names, if it names one. `counted`: an object of
// numbers that belong to the figure.
void note_figure(const std::string& target, std::int64_t value, Value counted);

}  // namespace caseload::test
