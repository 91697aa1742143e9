// The registry: one entry per folder in fcgi-app/cases, written by the Makefile into
// build/<mode>/catalogue.cpp.
#pragma once

#include <span>

#include "core/case.hpp"

namespace caseload {

struct CaseFile {
  const char* stem;  // the folder = the function
  Case (*make)();
};

std::span<const CaseFile> case_files();

}  // namespace caseload
