// Builds the whole site: runs + catalogue + sources + templates + guide pages -> one folder. Runs stream by
// in the order of their names; of each only a summary stays in memory.
#pragma once

#include <string>
#include <vector>

#include "options.hpp"
#include "pages/pages.hpp"

namespace caseload::site {

struct BuildReport {
  std::size_t runs = 0;
  std::size_t read_in_full = 0;  // times that a run was; of older ones only what history shows is read
  std::size_t cases = 0;
  std::size_t pages = 0;
  std::size_t files = 0;
  std::vector<SkippedFile> skipped;  // run files that could not be used
  std::vector<std::string> remarks;  // parts of run files that were left out, one line each file
};

// Throws std::runtime_error for what must not be published: a broken link, a broken marker, an unusable
// catalogue; with Options::strict also a run file that could not be used, wholly or in part. The old site
// then stays as it is.
BuildReport build_site(const Options& options);

}  // namespace caseload::site
