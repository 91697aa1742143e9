// What this binary was built from. Shown by --version and /version and stored with each run. The Makefile
// generates the definition.
#pragma once

#include <string_view>

namespace caseload {

struct BuildInfo {
  std::string_view version;   // "0.1.0"
  std::string_view commit;    // short hash of the checkout, "unknown" without git
  std::string_view mode;      // release, debug, asan, tsan
  std::string_view compiler;  // "g++ 12.2.0"
};

BuildInfo build_info();

}  // namespace caseload
