// The registry of cases: one entry per folder in fcgi-app/cases. The Makefile generates it into
// build/<mode>/catalogue.cpp.
#pragma once

#include <span>

#include "core/case.hpp"

namespace caseload {

struct CaseFile {
  const char* stem;  // name of the folder and of the function
  Case (*make)();
};

std::span<const CaseFile> case_files();

}  // namespace caseload
