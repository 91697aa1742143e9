// Builds the site: runs + catalogue + sources + templates + guide pages -> one folder. Runs are streamed in
// the order of their names, and only a summary of each stays in memory.
#pragma once

#include <string>
#include <vector>

#include "options.hpp"
#include "pages/pages.hpp"

namespace caseload::site {

struct BuildReport {
  std::size_t runs = 0;
  std::size_t read_in_full =
      0;  // number of completely read runs; of older ones only what the history shows is read
  std::size_t cases = 0;
  std::size_t pages = 0;
  std::size_t files = 0;
  std::vector<SkippedFile> skipped;  // run files that could not be used
  std::vector<std::string> remarks;  // parts of run files that were ignored, one line per file
};

// Throws std::runtime_error for anything that must not be published: a broken link, a broken marker or an
// invalid catalogue, and with Options::strict also a run file that is invalid or partly unusable. The old
// site then stays unchanged.
BuildReport build_site(const Options& options);

}  // namespace caseload::site
