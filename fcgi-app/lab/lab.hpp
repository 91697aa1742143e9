// Test mode (app.test_mode): what a detector and tests need beside the portfolio. This folder is left out of
// a build with LAB=0; nothing outside it refers to it but the lines in main.cpp and worker.cpp that register
// it.
#pragma once

#include <vector>

#include "app/routes.hpp"

namespace caseload {

std::vector<Route> lab_routes();

}  // namespace caseload
