// Which variants of a case belong together as mistake and fix.
#pragma once

#include <vector>

#include "core/case.hpp"

namespace caseload {

// For a slow variant the fast ones that fix it, for a fast variant the slow ones that it fixes; never empty
// for a case of the catalogue. A case with two mistakes declares each fix after its mistake: slow, fast,
// cast, typed. Otherwise every fast variant fixes every slow one.
std::vector<const Variant*> counterparts_of(const Case& the_case, const Variant& variant);

}  // namespace caseload
