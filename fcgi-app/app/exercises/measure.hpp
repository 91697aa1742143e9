// Does what an exercise asks for and measures it: requests its variants, or runs the queries that the lesson
// declares. No text from a visitor ever becomes part of a query.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/exchange.hpp"
#include "core/exercise.hpp"
#include "core/value.hpp"

namespace caseload {

struct Measured {
  std::string name;   // of the variant, or of the choice
  std::string title;  // of the choice
  std::int64_t value = 0;
  Evidence evidence;
  Value trace;            // as at /evidence
  std::string rows_hash;  // of a choice; all choices of an exercise give the same rows
};

// `said` is a number, a value of the knob, or the name of a choice. Throws BadRequest that names it and its
// bounds otherwise.
void check_said(const Case& the_case, const Exercise& exercise, const std::string& said);

// One entry for each variant or choice of the exercise. `request` must name an active session for variants
// that need one. Throws Unavailable if the count is not measured here, or if the cache loses what the first
// visit stored three times in a row.
std::vector<Measured> measure(Owners& owners, const Request& request, const Case& the_case,
                              const Exercise& exercise, const std::string& said);

enum class Grade {
  right,
  close,  // predict: within 25 %
  wrong,
  pays,      // even: the fix still takes less
  pays_not,  // even: the fix takes more
};
std::string_view name_of(Grade grade);
Grade grade(const Exercise& exercise, const std::string& said, const std::vector<Measured>& measured);

// The choice that takes the least.
const Measured& least_of(const std::vector<Measured>& measured);

}  // namespace caseload
