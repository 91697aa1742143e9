// Test mode (app.test_mode): what the detector and the tests need in addition to the portfolio. A build with
// LAB=0 omits this folder. Nothing outside refers to it except the lines in main.cpp and worker.cpp that
// register it.
#pragma once

#include <vector>

#include "app/app.hpp"

namespace caseload {

Extension lab(const io::Config& config);

}  // namespace caseload
