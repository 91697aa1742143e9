// Pages of test mode that only look as if they had a problem: a detector must be silent on each of them. They
// are served beside the variants, under addresses that tell nothing (lab/blind_pages.hpp).
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

// Notes that the visitor of this request has written, so that for some seconds pages give him what the
// database holds, not what a cache does.
void note_write(const Request& request, Cache& cache);

}  // namespace caseload
