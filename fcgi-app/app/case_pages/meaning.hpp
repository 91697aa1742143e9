// What a measured value costs elsewhere, computed from one figure that the visitor knows.
#pragma once

#include <cstdint>

#include "core/evidence_keys.hpp"
#include "core/value.hpp"

namespace caseload {

// {name, label, unit, value, maximum, is_divisor, kind, tail, rule, before: {factor, text}, after: the
// same}. A result is the factor times the visitor's figure, or divided by it. Null if nothing follows from
// the measure.
Value meaning_of(Key key, std::int64_t before, std::int64_t after);
Value meaning_of_database_time(std::int64_t before_us, std::int64_t after_us);

}  // namespace caseload
