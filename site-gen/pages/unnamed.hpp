// Evidence and code of a variant without the name of its problem and without “slow” and “fast”: for quizzes,
// sheets and the projector.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/case.hpp"
#include "core/value.hpp"
#include "read/run.hpp"

namespace caseload::site {

// The code of an excerpt without notes, and without the names of its functions, which say “slow” or “fast”.
std::string code_without_names(std::string_view source, std::string_view marker);

// How evidence of the variant grows, where it was measured at several sizes.
std::vector<const Curve*> curves_of(const CaseResult& result, const Variant& variant);

// What one request cost, and how that changes with each knob, for the template spot_it_counts. What grows
// comes first. Keys that are 0 everywhere say nothing, and a key that names the problem is left out.
Value unnamed_counts(const Case& the_case, const Observation& seen, const std::vector<const Curve*>& curves);

}  // namespace caseload::site
