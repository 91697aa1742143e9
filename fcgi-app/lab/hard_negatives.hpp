// Pages of test mode that only look as if they had a problem. The detector must report nothing on them. They
// are served together with the variants under opaque addresses (lab/blind_pages.hpp).
#pragma once

#include <string>
#include <vector>

#include "core/case.hpp"
#include "io/cache/cache.hpp"

namespace caseload {

struct HardNegative {
  std::string name;  // "dashboard-of-12-lookups"
  std::vector<KnobSpec> knobs;
  Response (*run)(const Request&, Services&);
};

const std::vector<HardNegative>& hard_negatives();

// Records that this visitor has written something, so that for some seconds pages read from the database and
// not from the cache.
void note_write(const Request& request, Cache& cache);

}  // namespace caseload
